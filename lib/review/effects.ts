import { immutableChanges } from '../check/immutable.js';
import { allOf } from '../check/objects.js';
import type { Replicas } from '../check/replicas.js';
import type { KubernetesObject, PodDisruptionBudget } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { stageOf } from '../core/stages.js';
import { configEffect, configUses } from './config-uses.js';
import type { Change } from './diff.js';
import type { ObjectChange } from './impact.js';
import { drainPaces, isController, type Pods, partitionOf, podsOf, type Rollout, rolloutOf, withoutFirst } from './pods.js';
import { folderOf, placeOf } from './trees.js';
import { CONFIG_HASH, changeWords, isConsequence } from './words.js';

/** What a reviewer wants to know. `because` are the changes that cause it, in words. */
export type Effect =
  | { readonly effect: 'data at risk'; readonly why: string }
  | { readonly effect: 'removed'; readonly objects: number; readonly pods: readonly Pods[] }
  | { readonly effect: 'object removed'; readonly object: string; readonly pods: readonly Pods[] }
  | { readonly effect: 'replaced'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'runs again'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'runs'; readonly object: string }
  | { readonly effect: 'runs end'; readonly object: string; readonly because: readonly string[] }
  | Restart
  | { readonly effect: 'slow drain'; readonly budget: string; readonly pods: Replicas; readonly rounds: number }
  | { readonly effect: 'moved'; readonly from: string }
  | { readonly effect: 'new'; readonly objects: number; readonly pods: readonly Pods[] }
  | { readonly effect: 'next run'; readonly object: string; readonly because: readonly string[] }
  | { readonly effect: 'in place'; readonly because: readonly string[] };

interface Restart {
  readonly effect: 'restart';
  /** The controller, where it is not called like its component. */
  readonly of: string;
  /** Those that are replaced: all but the first ones that a StatefulSet's partition holds back. */
  readonly pods: Pods;
  readonly partition: number;
  readonly rollout: Rollout;
  readonly because: readonly string[];
}

const WORST_FIRST: readonly Effect['effect'][] = [
  'data at risk',
  'removed',
  'object removed',
  'replaced',
  'runs end',
  'runs again',
  'runs',
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
  const configs = objects.filter(({ subject }) => subject.kind === 'ConfigMap');
  const origins = new Set(objects.flatMap(({ movedFrom }) => (movedFrom ? [folderOf(movedFrom)] : [])));
  const past = [...objects.flatMap(manifestBefore), ...beside];
  const because = [...new Set(objects.flatMap((object) => inPlace(object, objects, beside)))];
  const effects: Effect[] = [
    ...[...origins].map((from): Effect => ({ effect: 'moved', from: `${placeOf(from).app}/${placeOf(from).component}` })),
    ...objects.flatMap((object) => comesOrGoes(object, past)),
    ...objects.flatMap((object) => effectsOnPods(object, configs, beside)),
    ...(because.length > 0 ? [{ effect: 'in place', because } as const] : []),
  ];
  // Only labels and annotations that nothing explains.
  return effects.length > 0 ? effects : [{ effect: 'in place', because: objects.flatMap(allWords) }];
}

const allWords = ({ subject, changes }: ObjectChange): string[] => changes.map((change) => changeWords(subject, change));

/** Without these, something no longer runs, answers or is protected; told by itself where its component stays. */
const MISSED = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'PodDisruptionBudget', 'ScaledJob', 'Service', 'StatefulSet']);

function comesOrGoes({ before, after, subject: { kind, name } }: ObjectChange, past: readonly Manifest[]): Effect[] {
  const object = `${kind} ${name}`;
  if (!before) return kind === 'Job' ? [{ effect: 'runs', object }] : [];
  if (after || !MISSED.has(kind)) return [];
  return [{ effect: 'object removed', object, pods: isController(before) ? [podsOf(before, past)] : [] }];
}

/** An object as it was, beside which its controller's pods are counted. */
const manifestBefore = ({ path, before }: ObjectChange): Manifest[] => {
  const { app, component } = placeOf(path);
  return before ? [{ app, component, stage: stageOf(before, 'workloads'), object: before }] : [];
};

function effectsOnPods(object: ObjectChange, configs: readonly ObjectChange[], beside: readonly Manifest[]): Effect[] {
  const { before, after, subject, changes } = object;
  if (!before || !after) return [];
  const name = `${subject.kind} ${subject.name}`;
  const fixed = replacedBy(before, after);
  if (fixed.length > 0) return [{ effect: 'replaced', object: name, because: fixed }];
  if (subject.kind === 'Job' && changes.some(makesJobAnew))
    return [{ effect: 'runs again', object: name, because: causes(object, configs) }];
  if (subject.kind === 'ScaledJob' && endsJobs(after) && changes.some(({ path: [section] }) => section === 'spec')) {
    return [{ effect: 'runs end', object: name, because: causes(object, configs) }];
  }
  if (RUNS.has(subject.kind)) return [{ effect: 'next run', object: name, because: causes(object, configs) }];
  if (!isController(after) || !changes.some(isInTemplate)) return [];
  const pods = podsOf(after, beside);
  const of = subject.name === subject.component ? '' : name;
  const partition = partitionOf(after);
  return [
    {
      effect: 'restart',
      of,
      pods: withoutFirst(partition, pods),
      partition,
      rollout: rolloutOf(after, pods),
      because: causes(object, configs, isInTemplate),
    },
  ];
}

interface ScaledJobRollout extends KubernetesObject {
  readonly spec?: { readonly rolloutStrategy?: string; readonly rollout?: { readonly strategy?: string } };
}

/** KEDA deletes the Jobs of the version before, unless told otherwise: https://keda.sh/docs/2.19/reference/scaledjob-spec/#rollout */
const endsJobs = ({ spec }: ScaledJobRollout): boolean => (spec?.rolloutStrategy ?? spec?.rollout?.strategy) !== 'gradual';

/** Kinds of which a change concerns only what they start from then on. */
const RUNS = new Set(['CronJob', 'ScaledJob']);
/** All of a Job's other fields cannot change, so that the deployment makes it anew. */
const MUTABLE_OF_JOB = new Set(['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'suspend', 'ttlSecondsAfterFinished']);
const makesJobAnew = ({ path: [section, field = ''] }: Change) => section === 'spec' && !MUTABLE_OF_JOB.has(field);
const isData = ({ path: [section] }: Change) => section === 'data' || section === 'binaryData';
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
  { after, subject, changes }: ObjectChange,
  configs: readonly ObjectChange[],
  isWanted: (change: Change) => boolean = () => true,
): string[] {
  const wanted = changes.filter(isWanted);
  const hasNewConfig = wanted.some(({ path }) => path.at(-1) === CONFIG_HASH);
  const files = configs.flatMap((config) => (after && configUses(after, config.subject.name).length > 0 ? configFiles(config) : []));
  const config = files.length > 0 ? `config changed: ${files.join(', ')}` : 'config changed';
  const words = wanted.filter((change) => !isConsequence(change)).map((change) => changeWords(subject, change));
  if (hasNewConfig) return [config, ...words];
  return words.length > 0 ? words : wanted.map((change) => changeWords(subject, change));
}

/** Names of the files that a changed ConfigMap gives to pods. */
const configFiles = ({ changes }: ObjectChange): string[] =>
  changes.flatMap(({ path: [section, file] }) => (section === 'data' && file ? [file] : []));

/** Changes that restart no pod. A ConfigMap's are told by the restart that they cause, where they do. */
function inPlace(object: ObjectChange, objects: readonly ObjectChange[], beside: readonly Manifest[]): string[] {
  const { before, after, subject, changes } = object;
  if (!before) return subject.kind === 'Job' ? [] : [`new ${subject.kind} ${subject.name}`];
  if (!after) return MISSED.has(subject.kind) ? [] : [`${subject.kind} ${subject.name} removed`];
  if (RUNS.has(subject.kind) || replacedBy(before, after).length > 0) return [];
  if (subject.kind === 'Job' && changes.some(makesJobAnew)) return [];
  const hasNewData = subject.kind === 'ConfigMap' && changes.some(isData);
  const config = hasNewData ? configEffect(object, objects, beside) : undefined;
  return [
    ...changes
      .filter((change) => !isConsequence(change) && !(isController(after) && isInTemplate(change)) && !(config?.isTold && isData(change)))
      .map((change) => changeWords(subject, change)),
    ...(config?.words ?? []),
  ];
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
