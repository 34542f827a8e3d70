import { podSpecOf, runningContainers } from '../check/pods.js';
import type { Container, KubernetesObject, PodSpec } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { ObjectChange } from './impact.js';
import { CONFIG_HASH } from './words.js';

/** How running pods get what a changed ConfigMap says: never before they start anew, or as files that change under them. */
type Use = 'next start' | 'in place';

/** How the pods of a controller use a ConfigMap; empty where they do not. */
export function configUses(controller: KubernetesObject, configMap: string): Use[] {
  const pod = podSpecOf(controller);
  if (!pod) return [];
  const volumes = volumesOf(pod, configMap);
  const mounts = (container: Container) => (container.volumeMounts ?? []).filter(({ name }) => volumes.has(name));
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  const running = runningContainers(pod);
  const inPlace = running.some((container) => mounts(container).some((mount) => !isSubPath(mount)));
  const atStart = containers.some(
    (container) => reads(container, configMap) || mounts(container).some((mount) => isSubPath(mount) || !running.includes(container)),
  );
  return [...(atStart ? (['next start'] as const) : []), ...(inPlace ? (['in place'] as const) : [])];
}

const volumesOf = ({ volumes = [] }: PodSpec, configMap: string): ReadonlySet<string> =>
  new Set(
    volumes
      .filter(
        ({ configMap: own, projected }) =>
          own?.name === configMap || projected?.sources?.some((source) => source.configMap?.name === configMap),
      )
      .map(({ name }) => name),
  );

const reads = ({ env = [], envFrom = [] }: Container, configMap: string): boolean =>
  env.some(({ valueFrom }) => valueFrom?.configMapKeyRef?.name === configMap) ||
  envFrom.some(({ configMapRef }) => configMapRef?.name === configMap);

/** The kubelet updates whole volumes only: https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically */
const isSubPath = ({ subPath, subPathExpr }: { readonly subPath?: string; readonly subPathExpr?: string }): boolean =>
  subPath !== undefined || subPathExpr !== undefined;

/** What the pods of a component notice of a changed ConfigMap. */
interface ConfigEffect {
  /** Whether every template that uses it restarts for its hash, which tells the change. */
  readonly isTold: boolean;
  readonly words: readonly string[];
}

export function configEffect(
  { subject: { name } }: ObjectChange,
  objects: readonly ObjectChange[],
  beside: readonly Manifest[],
): ConfigEffect {
  const restarted = new Set(objects.filter(hasNewHash).map(({ subject }) => `${subject.kind} ${subject.name}`));
  const users = beside.map(({ object }) => ({ object, uses: configUses(object, name) })).filter(({ uses }) => uses.length > 0);
  const others = users.filter(({ object }) => !restarted.has(`${object.kind} ${object.metadata.name}`));
  const uses = new Set(others.flatMap((user) => user.uses));
  return {
    isTold: users.length > 0 && others.length === 0,
    words: [
      ...(uses.has('next start') ? [`ConfigMap ${name}: pods read it at their next start`] : []),
      ...(uses.has('in place') ? [`ConfigMap ${name}: mounted files change in place`] : []),
    ],
  };
}

const hasNewHash = ({ changes }: ObjectChange): boolean => changes.some(({ path }) => path.at(-1) === CONFIG_HASH);
