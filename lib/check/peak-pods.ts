import type { Environment } from '../core/environment.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { jobSpecOf } from './jobs.js';
import { podGroups } from './pod-groups.js';
import { type PodRequests, podRequests } from './pods.js';
import { replicasOf, surgeOf } from './replicas.js';

/** A controller's pods at the worst moment: scaled to the most, in the middle of a rollout. */
export interface PeakPods {
  readonly manifest: Manifest;
  readonly pod: PodRequests;
  readonly replicas: number;
  /** Those above the wanted count, during a rollout. */
  readonly surge: number;
}

export const peakPods = (manifests: readonly Manifest[], environment: Environment): PeakPods[] =>
  podGroups(manifests).map(({ manifest, spec }) => {
    const { object } = manifest;
    const replicas = object.kind === 'DaemonSet' ? nodesOf(environment) : replicasOf(manifests, object).most * sideBySide(object);
    return { manifest, pod: podRequests(spec), replicas, surge: surgeOf(object, replicas) };
  });

/** As many as the environment says, and else one in each zone. */
const nodesOf = ({ nodes, zones }: Environment): number => (nodes?.perZone ?? 1) * zones.length;

/** Pods that a Job runs at a time, never more than it has to complete: https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism */
function sideBySide(object: KubernetesObject): number {
  const { parallelism = 1, completions = parallelism } = jobSpecOf(object);
  return Math.min(parallelism, completions);
}
