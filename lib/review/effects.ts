import { immutableChanges } from '../check/immutable.js';
import { allOf } from '../check/objects.js';
import type { Replicas } from '../check/replicas.js';
import type { KubernetesObject, PodDisruptionBudget } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { Change } from './diff.js';
import type { ObjectChange } from './impact.js';
import { drainPaces, isController, type Pods, podsOf, type Rollout, rolloutOf } from './pods.js';
import { folderOf, placeOf } from './trees.js';
import { CONFIG_HASH, changeWords, isConsequence } from './words.js';

/** What a reviewer wants to know. `because` are the changes that cause it, in words. */
export type Effect =
  | { readonly effect: 'data at risk'; readonly why: string }
  | { readonly effect: 'removed'; readonly objects: number; readonly pods: readonly Pods[] }
  | { readonly effect: 'replaced'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'runs again'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'restart'; readonly of: string; readonly pods: Pods; readonly rollout: Rollout; readonly because: readonly string[] }
  | { readonly effect: 'slow drain'; readonly budget: string; readonly pods: Replicas; readonly rounds: number }
  | { readonly effect: 'moved'; readonly from: string }
  | { readonly effect: 'new'; readonly objects: number; readonly pods: readonly Pods[] }
  | { readonly effect: 'next run'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'in place'; readonly because: readonly string[] };

const WORST_FIRST: readonly Effect['effect'][] = [
  'data at risk',
  'removed',
  'replaced',
  'runs again',
  'restart',
  'slow drain',
  'moved',
  'new',
  'next run',
  'in place',
];

/** The rank of the worst effect; 0 is the worst of all. */
export const worst = (effects: readonly Effect[]): number => Math.min(...effects.map(({ effect }) => WORST_FIRST.indexOf(effect)));

/** Of a component that was there before and still is. */
export function effectsOfChanges(objects: readonly ObjectChange[], beside: readonly Manifest[]): Effect[] {
  const files = objects.flatMap(configFiles);
  const origins = new Set(objects.flatMap(({ movedFrom }) => (movedFrom ? [folderOf(movedFrom)] : [])));
  const because = [...new Set(objects.flatMap((object) => inPlace(object, objects)))];
  const effects: Effect[] = [
    ...[...origins].map((from): Effect => ({ effect: 'moved', from: `${placeOf(from).app}/${placeOf(from).component}` })),
    ...objects.flatMap((object) => effectsOnPods(object, files, beside)),
    ...(because.length > 0 ? [{ effect: 'in place', because } as const] : []),
  ];
  // Only labels and annotations that nothing explains.
  return effects.length > 0 ? effects : [{ effect: 'in place', because: objects.flatMap(allWords) }];
}

const allWords = ({ subject, changes }: ObjectChange): string[] => changes.map((change) => changeWords(subject, change));

function effectsOnPods(object: ObjectChange, files: readonly string[], beside: readonly Manifest[]): Effect[] {
  const { before, after, subject, changes } = object;
  if (!before || !after) return [];
  const name = `${subject.kind} ${subject.name}`;
  const fixed = replacedBy(before, after);
  if (fixed.length > 0) return [{ effect: 'replaced', object: name, because: fixed }];
  if (subject.kind === 'Job' && changes.some(makesJobAnew)) return [{ effect: 'runs again', object: name, because: causes(object, files) }];
  if (RUNS.has(subject.kind)) return [{ effect: 'next run', object: name, because: causes(object, files) }];
  if (!isController(after) || !changes.some(isInTemplate)) return [];
  const pods = podsOf(after, beside);
  const of = subject.name === subject.component ? '' : name;
  return [{ effect: 'restart', of, pods, rollout: rolloutOf(after, pods), because: causes(object, files, isInTemplate) }];
}

/** Kinds of which a change concerns only what they start from then on. */
const RUNS = new Set(['CronJob', 'ScaledJob']);
/** All of a Job's other fields cannot change, so that the deployment makes it anew. */
const MUTABLE_OF_JOB = new Set(['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'suspend', 'ttlSecondsAfterFinished']);
const makesJobAnew = ({ path: [section, field = ''] }: Change) => section === 'spec' && !MUTABLE_OF_JOB.has(field);
const isInTemplate = ({ path: [section, field] }: Change) => section === 'spec' && field === 'template';

/** The fields for which an object is deleted and made anew: besides Kubernetes' own, those that a resource's identity is made of. */
export function replacedBy(before: KubernetesObject, after: KubernetesObject): string[] {
  return [
    ...(before.apiVersion === after.apiVersion ? [] : ['apiVersion']),
    ...(before.metadata.namespace === after.metadata.namespace ? [] : ['metadata.namespace']),
    ...immutableChanges(before, after),
  ];
}

function causes(
  { subject, changes }: ObjectChange,
  files: readonly string[],
  isWanted: (change: Change) => boolean = () => true,
): string[] {
  const wanted = changes.filter(isWanted);
  const hasNewConfig = wanted.some(({ path }) => path.at(-1) === CONFIG_HASH);
  const config = files.length > 0 ? `config changed: ${files.join(', ')}` : 'config changed';
  const words = wanted.filter((change) => !isConsequence(change)).map((change) => changeWords(subject, change));
  if (hasNewConfig) return [config, ...words];
  return words.length > 0 ? words : wanted.map((change) => changeWords(subject, change));
}

/** Names of the files that a changed ConfigMap gives to pods. */
const configFiles = ({ subject, changes }: ObjectChange): string[] =>
  subject.kind === 'ConfigMap' ? changes.flatMap(({ path: [section, file] }) => (section === 'data' && file ? [file] : [])) : [];

/** Changes that no pod notices by itself. A ConfigMap's are told by the restart that they cause. */
function inPlace(object: ObjectChange, objects: readonly ObjectChange[]): string[] {
  const { before, after, subject, changes } = object;
  if (!before) return [`new ${subject.kind} ${subject.name}`];
  if (!after) return [`${subject.kind} ${subject.name} removed`];
  if (RUNS.has(subject.kind) || replacedBy(before, after).length > 0) return [];
  if (subject.kind === 'Job' && changes.some(makesJobAnew)) return [];
  const isTold = subject.kind === 'ConfigMap' && objects.some((other) => other.changes.some(({ path }) => path.at(-1) === CONFIG_HASH));
  return changes
    .filter((change) => !isConsequence(change) && !(isController(after) && isInTemplate(change)) && !(isTold && change.path[0] === 'data'))
    .map((change) => changeWords(subject, change));
}

/** Where pods go one after the other: at a minute each (drain, shutdown, start), twenty rounds are a third of an hour. */
const SLOW_ROUNDS = 20;
const SETS_PACE = new Set(['Deployment', 'StatefulSet', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget']);

/** Budgets that make drains slow, of components whose counts, pods or budgets change. */
export function slowDrains(objects: readonly ObjectChange[], beside: readonly Manifest[]): Effect[] {
  if (!objects.some(({ subject }) => SETS_PACE.has(subject.kind))) return [];
  return allOf<PodDisruptionBudget>(beside, 'policy/PodDisruptionBudget').flatMap(({ object: budget }) =>
    drainPaces(budget, beside)
      .filter(({ rounds }) => rounds >= SLOW_ROUNDS)
      .map((pace): Effect => ({ effect: 'slow drain', budget: budget.metadata.name, ...pace })),
  );
}
