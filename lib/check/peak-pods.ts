import type { Deployment } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { podGroups } from './pod-groups.js';
import { type PodRequests, podRequests } from './pods.js';
import { replicasOf, shareOf } from './replicas.js';

/** A controller's pods at the worst moment: scaled to the most, in the middle of a rollout. */
export interface PeakPods {
  readonly manifest: Manifest;
  readonly pod: PodRequests;
  readonly replicas: number;
  /** Those above the wanted count, during a rollout. */
  readonly surge: number;
}

export const peakPods = (manifests: readonly Manifest[]): PeakPods[] =>
  podGroups(manifests).map(({ manifest, spec }) => {
    const { most } = replicasOf(manifests, manifest.object);
    return { manifest, pod: podRequests(spec), replicas: most, surge: surge(manifest, most) };
  });

function surge({ object }: Manifest, replicas: number): number {
  if (object.kind !== 'Deployment') return 0;
  return shareOf((object as Deployment).spec.strategy?.rollingUpdate?.maxSurge ?? 0, replicas);
}
