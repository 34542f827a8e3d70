import type { Manifest } from '../core/manifest.js';
import { isQuantity, parseMebibytes } from '../core/quantities.js';
import { claimsOf } from './claims.js';
import { replicasOf, surgeOf } from './replicas.js';

/** What an object's volumes ask for in all, once it is scaled to the most. */
export interface PeakClaims {
  readonly manifest: Manifest;
  readonly mebibytes: number;
}

/** Each pod has claims of its own, where its StatefulSet makes them or its volumes are ephemeral; a size that is no quantity is told by a check of its own. */
export const peakClaims = (manifests: readonly Manifest[]): PeakClaims[] =>
  manifests.flatMap((manifest) => {
    const claims = claimsOf(manifest.object);
    if (claims.length === 0) return [];
    const { most } = replicasOf(manifests, manifest.object);
    const times = most + surgeOf(manifest.object, most);
    const sizes = claims.map(({ storage = 0 }) => (isQuantity(String(storage)) ? parseMebibytes(String(storage)) : 0));
    return [{ manifest, mebibytes: sizes.reduce((sum, size) => sum + size, 0) * times }];
  });
