import type { Container, Deployment, HorizontalPodAutoscaler, KubernetesObject, PodSpec } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { parseCpu, parseMebibytes } from '../core/quantities.js';

interface Template {
  readonly spec?: { readonly template?: { readonly spec?: PodSpec }; readonly jobTemplate?: Template };
}

/** The pod of a controller, whatever its kind; undefined for what makes no pods. */
export function podSpecOf(object: KubernetesObject): PodSpec | undefined {
  const { spec } = object as KubernetesObject & Template;
  return spec?.template?.spec ?? spec?.jobTemplate?.spec?.template?.spec;
}

/** What one pod asks of a node and of the quota. */
export interface PodRequests {
  readonly cpuMillis: number;
  readonly memoryMebibytes: number;
}

/** Containers add up; init containers run one by one before them, beside the sidecars that have started. */
export function podRequests({ containers, initContainers = [] }: PodSpec): PodRequests {
  const isSidecar = (container: Container) => container.restartPolicy === 'Always';
  const running = sum([...containers, ...initContainers.filter(isSidecar)].map(requests));
  let sidecars: PodRequests = NOTHING;
  let peak = running;
  for (const container of initContainers) {
    if (isSidecar(container)) sidecars = sum([sidecars, requests(container)]);
    else peak = max(peak, sum([sidecars, requests(container)]));
  }
  return peak;
}

const NOTHING: PodRequests = { cpuMillis: 0, memoryMebibytes: 0 };
const requests = ({ resources }: Container): PodRequests => ({
  cpuMillis: parseCpu(String(resources?.requests?.cpu ?? 0)),
  memoryMebibytes: parseMebibytes(String(resources?.requests?.memory ?? 0)),
});
const sum = (all: readonly PodRequests[]): PodRequests =>
  all.reduce((a, b) => ({ cpuMillis: a.cpuMillis + b.cpuMillis, memoryMebibytes: a.memoryMebibytes + b.memoryMebibytes }), NOTHING);
const max = (a: PodRequests, b: PodRequests): PodRequests => ({
  cpuMillis: Math.max(a.cpuMillis, b.cpuMillis),
  memoryMebibytes: Math.max(a.memoryMebibytes, b.memoryMebibytes),
});

/** A controller's pods at the worst moment: scaled to the most, in the middle of a rollout. */
export interface PeakPods {
  readonly manifest: Manifest;
  readonly pod: PodRequests;
  readonly replicas: number;
  /** Those above the wanted count, during a rollout. */
  readonly surge: number;
}

export function peakPods(manifests: readonly Manifest[]): PeakPods[] {
  const scalers = manifests.flatMap(({ object }) => (object.kind === 'HorizontalPodAutoscaler' ? [object as HorizontalPodAutoscaler] : []));
  return manifests.flatMap((manifest): PeakPods[] => {
    const spec = podSpecOf(manifest.object);
    if (!spec) return [];
    const pod = podRequests(spec);
    if (manifest.object.kind !== 'Deployment') return [{ manifest, pod, replicas: 1, surge: 0 }];
    const { metadata, spec: deployment } = manifest.object as Deployment;
    const scaler = scalers.find(({ spec: scaled }) => scaled?.scaleTargetRef.name === metadata.name);
    const replicas = scaler?.spec?.maxReplicas ?? deployment.replicas ?? 1;
    return [{ manifest, pod, replicas, surge: ofReplicas(deployment.strategy?.rollingUpdate?.maxSurge ?? 0, replicas) }];
  });
}

/** `1`, or `'25%'` of the replicas, rounded up as the Deployment controller does for a surge. */
const ofReplicas = (value: number | string, replicas: number): number =>
  typeof value === 'number' ? value : Math.ceil((Number.parseFloat(value) / 100) * replicas);
