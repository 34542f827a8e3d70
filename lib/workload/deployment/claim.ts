import type { Claim } from '../../core/component.js';
import type { Environment } from '../../core/environment.js';
import { leastReplicas } from '../scale/scaling.js';
import type { Scaling } from '../scale/scaling.props.js';

/** Two replicas on two nodes survive one; in two zones, one zone. Only production's spread is a promise. */
export function deploymentClaim({ tier, zones }: Environment, scaling: Scaling): Claim {
  const promised = tier === 'production' && leastReplicas(scaling) > 1;
  return { zones: promised && zones.length > 1 ? 1 : 0, nodes: promised ? 1 : 0 };
}
