import type { Claim } from '../../core/component.js';
import type { Environment } from '../../core/environment.js';
import { isScaled, leastReplicas } from '../scale/scaling.js';
import type { Scaling } from '../scale/scaling.props.js';

/**
 * Two replicas on two nodes survive one; in two zones, one zone. Only production's spread is a promise. A scaler takes pods
 * away without looking at zones, but from crowded nodes first: only more pods than one zone has nodes are in two for sure.
 */
export function deploymentClaim({ tier, zones, nodes }: Environment, scaling: Scaling): Claim {
  const least = leastReplicas(scaling);
  const promised = tier === 'production' && least > 1;
  const inTwoZones = zones.length > 1 && (!isScaled(scaling) || least > (nodes?.perZone ?? 1));
  return { zones: promised && inTwoZones ? 1 : 0, nodes: promised ? 1 : 0 };
}
