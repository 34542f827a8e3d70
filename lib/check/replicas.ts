import type { Deployment, HorizontalPodAutoscaler, KubernetesObject, PodDisruptionBudget } from '../core/kubernetes.js';
import { INITIAL_REPLICAS } from '../core/labels.js';
import type { Manifest } from '../core/manifest.js';
import type { ScaledJob, ScaledObject } from '../workload/scale/keda.objects.js';
import { addTo, once } from './indexes.js';
import { allOf } from './objects.js';

/** How many pods a controller may have. */
export interface Replicas {
  readonly least: number;
  readonly most: number;
}

/** What owns a controller's count. */
export interface Scaler extends Replicas {
  readonly manifest: Manifest;
}

/** Where a field is left out: https://keda.sh/docs/2.19/reference/scaledobject-spec/ and scaledjob-spec. */
const KEDA_LEAST = 0;
const KEDA_MOST = 100;

const scalers = once((manifests: readonly Manifest[]) => {
  const byTarget = new Map<string, Scaler[]>();
  for (const manifest of allOf<HorizontalPodAutoscaler>(manifests, 'autoscaling/HorizontalPodAutoscaler')) {
    const { scaleTargetRef: target, minReplicas = 1, maxReplicas = minReplicas } = manifest.object.spec ?? {};
    if (target) addTo(byTarget, `${target.kind}/${target.name}`, { manifest, least: minReplicas, most: maxReplicas });
  }
  for (const manifest of allOf<ScaledObject>(manifests, 'keda.sh/ScaledObject')) {
    const spec: Partial<ScaledObject['spec']> = manifest.object.spec ?? {};
    const { scaleTargetRef: target, minReplicaCount = KEDA_LEAST, maxReplicaCount = KEDA_MOST } = spec;
    if (target)
      addTo(byTarget, `${target.kind ?? 'Deployment'}/${target.name}`, { manifest, least: minReplicaCount, most: maxReplicaCount });
  }
  return byTarget;
});

/** Everything that scales a controller; more than one is a mistake. */
export const scalersOf = (manifests: readonly Manifest[], { kind, metadata }: KubernetesObject): readonly Scaler[] =>
  scalers(manifests).get(`${kind}/${metadata.name}`) ?? [];

type Counted = KubernetesObject & { readonly spec?: { readonly replicas?: number } };
const WITH_REPLICAS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);

/** Of a scaler where one owns the count, else what stands in the object. A task has one pod at a time; a ScaledJob as many as it may. */
export function replicasOf(manifests: readonly Manifest[], object: KubernetesObject): Replicas {
  if (object.kind === 'ScaledJob') {
    const { minReplicaCount = KEDA_LEAST, maxReplicaCount = KEDA_MOST } = (object as ScaledJob).spec;
    return { least: minReplicaCount, most: maxReplicaCount };
  }
  const [scaler] = scalersOf(manifests, object);
  if (scaler) return scaler;
  const initial = object.metadata.annotations?.[INITIAL_REPLICAS];
  const fixed = WITH_REPLICAS.has(object.kind) ? ((object as Counted).spec?.replicas ?? 1) : 1;
  const count = initial === undefined ? fixed : Number(initial);
  return { least: count, most: count };
}

/** `1`, or `'25%'` of the pods, rounded up: as Kubernetes does for a surge and for both fields of a disruption budget. */
export const shareOf = (value: number | string, pods: number): number =>
  typeof value === 'number' ? value : Math.ceil((Number.parseFloat(value) * pods) / 100);

/** Pods above the wanted count during a rollout, a quarter where the field is left out. A StatefulSet replaces each pod by itself. */
export function surgeOf(object: KubernetesObject, replicas: number): number {
  if (object.kind !== 'Deployment') return 0;
  const { strategy } = (object as Deployment).spec;
  return strategy?.type === 'Recreate' ? 0 : shareOf(strategy?.rollingUpdate?.maxSurge ?? '25%', replicas);
}

/** How many of so many ready pods a budget lets go; with neither of its fields none. */
export function disruptionsAllowed({ maxUnavailable, minAvailable }: PodDisruptionBudget['spec'], pods: number): number {
  if (maxUnavailable !== undefined) return Math.min(pods, shareOf(maxUnavailable, pods));
  return minAvailable === undefined ? 0 : pods - shareOf(minAvailable, pods);
}
