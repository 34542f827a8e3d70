import type { Claim } from '../../core/component.js';
import type { Environment } from '../../core/environment.js';

/**
 * What members promise of which so many must stay ready. Only production promises, and an environment of one zone has none to
 * lose. Two zones cannot hold a majority whichever is lost: synth refuses them.
 */
export const memberClaim = ({ tier, zones }: Environment, needs: number): Claim => ({
  zones: tier === 'production' && zones.length > 1 ? 1 : 0,
  nodes: tier === 'production' ? 1 : 0,
  needs,
});
