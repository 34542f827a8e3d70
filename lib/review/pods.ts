import { podsMatching } from '../check/pod-groups.js';
import { disruptionsAllowed, type Replicas, replicasOf, shareOf } from '../check/replicas.js';
import type { KubernetesObject, PodDisruptionBudget } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';

/** How many pods a controller keeps: as it says, as its scaler may choose, or one on every node (DaemonSet). */
export type Pods = Replicas | 'one per node';

/** How a controller puts a new pod template into effect: so many rounds, one after the other, or in another way. */
export type Rollout = Replicas | 'all at once' | 'on delete' | 'node by node';

/** What the controllers of running pods say about rollouts. */
interface Controller extends KubernetesObject {
  readonly spec?: { readonly strategy?: Strategy; readonly updateStrategy?: Strategy };
}
interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string; readonly partition?: number };
}

const CONTROLLERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Whether the object keeps pods running, and replaces them when their template changes. */
export const isController = ({ kind }: KubernetesObject): boolean => CONTROLLERS.has(kind);

/** `3 pods`, `3 to 12 pods`. */
export const podsWords = (pods: Pods): string => (pods === 'one per node' ? 'one pod per node' : countWords(pods, 'pod'));

export const countWords = ({ least, most }: Replicas, word: string): string =>
  `${least === most ? most : `${least} to ${most}`} ${word}${most === 1 ? '' : 's'}`;

/** `beside` has the controller's scaler, where there is one. */
export const podsOf = (controller: KubernetesObject, beside: readonly Manifest[]): Pods =>
  controller.kind === 'DaemonSet' ? 'one per node' : replicasOf(beside, controller);

/** How many of a StatefulSet's pods, the first ones, a rollout leaves alone until somebody lowers the number. */
export function partitionOf(controller: KubernetesObject): number {
  const { updateStrategy } = (controller as Controller).spec ?? {};
  return controller.kind === 'StatefulSet' && updateStrategy?.type !== 'OnDelete' ? (updateStrategy?.rollingUpdate?.partition ?? 0) : 0;
}

/** The pods but so many. */
export const withoutFirst = (partition: number, pods: Pods): Pods =>
  pods === 'one per node' ? pods : { least: Math.max(0, pods.least - partition), most: Math.max(0, pods.most - partition) };

/** Left out, the API's defaults hold: a quarter more and a quarter fewer for a Deployment, one at a time for a StatefulSet. */
export function rolloutOf(controller: KubernetesObject, pods: Pods): Rollout {
  const { strategy, updateStrategy } = (controller as Controller).spec ?? {};
  if (updateStrategy?.type === 'OnDelete') return 'on delete';
  if (strategy?.type === 'Recreate') return 'all at once';
  if (pods === 'one per node') return 'node by node';
  const { maxSurge, maxUnavailable } =
    controller.kind === 'StatefulSet'
      ? { maxSurge: 0, maxUnavailable: updateStrategy?.rollingUpdate?.maxUnavailable ?? 1 }
      : { maxSurge: '25%', maxUnavailable: '25%', ...strategy?.rollingUpdate };
  const counts = Array.from({ length: pods.most - pods.least + 1 }, (_, more) => pods.least + more);
  const partition = partitionOf(controller);
  const rounds = counts.map((count) =>
    Math.ceil(Math.max(0, count - partition) / Math.max(1, shareOf(maxSurge, count) + missing(maxUnavailable, count))),
  );
  return { least: Math.min(...rounds), most: Math.max(...rounds) };
}

/** `1`, or `'25%'` of the pods, rounded down: as the Deployment controller does for pods that a rollout may miss. */
const missing = (value: number | string, pods: number): number =>
  typeof value === 'number' ? value : Math.floor((Number.parseFloat(value) * pods) / 100);

/** How long drains take that empty all nodes of a controller's pods, one after the other. */
export interface DrainPace {
  readonly pods: Replicas;
  /** Of evictions at the most of pods, each as many as the budget allows; Infinity where it allows none. */
  readonly rounds: number;
}

/** The pace that a budget sets for each of the controllers whose pods it selects. */
export function drainPaces({ spec }: PodDisruptionBudget, beside: readonly Manifest[]): DrainPace[] {
  return podsMatching(beside, spec.selector ?? {}).flatMap(({ manifest: { object } }) => {
    const pods = podsOf(object, beside);
    if (!isController(object) || pods === 'one per node' || pods.most === 0) return [];
    const allowed = disruptionsAllowed(spec, pods.most);
    return [{ pods, rounds: allowed > 0 ? Math.ceil(pods.most / allowed) : Number.POSITIVE_INFINITY }];
  });
}
