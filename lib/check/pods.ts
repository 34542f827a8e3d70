import type { Container, KubernetesObject, Labels, PodSpec } from '../core/kubernetes.js';
import { isQuantity, parseCpu, parseMebibytes } from '../core/quantities.js';

/** A pod as its controller writes it. */
export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: PodSpec;
}
interface Controller {
  readonly spec?: {
    readonly template?: Partial<PodTemplate>;
    /** CronJob. */
    readonly jobTemplate?: Controller;
    /** ScaledJob. */
    readonly jobTargetRef?: { readonly template?: Partial<PodTemplate> };
  };
}

/** The pod of a controller, whatever its kind, or a pod itself; undefined for what makes no pods. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const { spec } = object as KubernetesObject & Controller;
  const { metadata, spec: pod } =
    object.kind === 'Pod'
      ? (object as Partial<PodTemplate>)
      : (spec?.template ?? spec?.jobTemplate?.spec?.template ?? spec?.jobTargetRef?.template ?? {});
  return pod?.containers ? { metadata, spec: pod } : undefined;
}

export const podSpecOf = (object: KubernetesObject): PodSpec | undefined => podTemplateOf(object)?.spec;

/** An init container that goes on running beside the others. */
const isSidecar = ({ restartPolicy }: Container) => restartPolicy === 'Always';

/** Those that run as long as the pod does: sidecars and the containers proper. */
export const runningContainers = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...initContainers.filter(isSidecar),
  ...containers,
];

/** What one pod asks of a node and of the quota. */
export interface PodRequests {
  readonly cpuMillis: number;
  readonly memoryMebibytes: number;
}

/** Containers add up; init containers run one by one before them, beside the sidecars that have started. */
export function podRequests(pod: PodSpec): PodRequests {
  let sidecars: PodRequests = NOTHING;
  let peak = sum(runningContainers(pod).map(requests));
  for (const container of pod.initContainers ?? []) {
    if (isSidecar(container)) sidecars = sum([sidecars, requests(container)]);
    else peak = max(peak, sum([sidecars, requests(container)]));
  }
  return peak;
}

const NOTHING: PodRequests = { cpuMillis: 0, memoryMebibytes: 0 };
const requests = (container: Container): PodRequests => ({
  cpuMillis: parseCpu(requested(container, 'cpu')),
  memoryMebibytes: parseMebibytes(requested(container, 'memory')),
});
/** Kubernetes takes a limit for the request where that is left out. What is no quantity is told by a check of its own. */
function requested({ resources }: Container, resource: 'cpu' | 'memory'): string {
  const quantity = String(resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? 0);
  return isQuantity(quantity) ? quantity : '0';
}
const sum = (all: readonly PodRequests[]): PodRequests =>
  all.reduce((a, b) => ({ cpuMillis: a.cpuMillis + b.cpuMillis, memoryMebibytes: a.memoryMebibytes + b.memoryMebibytes }), NOTHING);
const max = (a: PodRequests, b: PodRequests): PodRequests => ({
  cpuMillis: Math.max(a.cpuMillis, b.cpuMillis),
  memoryMebibytes: Math.max(a.memoryMebibytes, b.memoryMebibytes),
});
