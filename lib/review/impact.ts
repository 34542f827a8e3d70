import { addTo } from '../check/indexes.js';
import type { Manifest } from '../core/manifest.js';
import { stageOf } from '../core/stages.js';
import { dataRisks } from './data-risks.js';
import { type Change, diff } from './diff.js';
import { type Effect, effectsOfChanges, slowDrains, worst } from './effects.js';
import { isController, podsOf } from './pods.js';
import { changedFiles, type FileChange, type FileTree, folderOf, foldersOf, placeOf, readObject } from './trees.js';
import type { Subject } from './words.js';

/** What a change does to one component of one environment. */
export interface ComponentImpact {
  /** The environment, or the cluster's stack. */
  readonly stack: string;
  /** `<app>/<component>`. */
  readonly component: string;
  /** The worst first. */
  readonly effects: readonly Effect[];
  readonly objects: readonly ObjectChange[];
}

/** An object that is new, gone, moved or changed, field by field. */
export interface ObjectChange extends FileChange {
  readonly subject: Subject;
  /** None where the object is new or gone. */
  readonly changes: readonly Change[];
}

/**
 * What becomes of what runs when one synthesized tree takes the place of another: environment by environment, in each the
 * component with the worst effect first. Components of which no file differs are not looked at.
 *
 * @throws EvenkeelError where a file that differs is no Kubernetes object
 */
export function impactOf(before: FileTree, after: FileTree): ComponentImpact[] {
  const [foldersBefore, foldersAfter] = [foldersOf(before), foldersOf(after)];
  const changed = new Map<string, ObjectChange[]>();
  for (const file of changedFiles(before, after)) {
    const object = objectChange(file);
    if (isDifferent(object)) addTo(changed, folderOf(file.path), object);
  }
  const stacks = [...new Set([...changed.keys()].map((folder) => placeOf(folder).stack))];
  const rank = new Map(stacks.map((stack, index) => [stack, index]));
  return [...changed]
    .map(([folder, objects]) => {
      const isGone = !foldersAfter.has(folder);
      const [tree, folders] = isGone ? [before, foldersBefore] : [after, foldersAfter];
      const isNew = !foldersBefore.has(folder) && objects.every(({ movedFrom }) => movedFrom === undefined);
      return componentImpact(folder, objects, isGone ? 'removed' : isNew ? 'new' : 'changed', neighbours(tree, folders.get(folder) ?? []));
    })
    .sort(
      (one, other) =>
        (rank.get(one.stack) ?? 0) - (rank.get(other.stack) ?? 0) ||
        worst(one.effects) - worst(other.effects) ||
        (one.component < other.component ? -1 : 1),
    );
}

/** What counts, drains and configuration depend on, changed or not: a few small files of the component. */
const NEIGHBOUR =
  /\/(deployment|statefulset|daemonset|job|cronjob|scaledjob|horizontalpodautoscaler|scaledobject|poddisruptionbudget)\.[^/]+$/;

const neighbours = (tree: FileTree, paths: readonly string[]): Manifest[] =>
  paths
    .filter((path) => NEIGHBOUR.test(path))
    .flatMap((path) => {
      const object = readObject(tree, path);
      const { app, component } = placeOf(path);
      return object ? [{ app, component, stage: stageOf(object, 'workloads'), object }] : [];
    });

function componentImpact(
  folder: string,
  objects: readonly ObjectChange[],
  what: 'new' | 'removed' | 'changed',
  beside: readonly Manifest[],
): ComponentImpact {
  const { stack, app, component } = placeOf(folder);
  const pods = beside.flatMap(({ object }) => (isController(object) ? [podsOf(object, beside)] : []));
  const effects: Effect[] = [
    ...objects.flatMap(dataRisks),
    ...(what === 'changed' ? effectsOfChanges(objects, beside) : [{ effect: what, objects: objects.length, pods }]),
    ...(what === 'removed' ? [] : slowDrains(objects, beside)),
  ];
  return { stack, component: `${app}/${component}`, effects: effects.toSorted((a, b) => worst([a]) - worst([b])), objects };
}

function objectChange(file: FileChange): ObjectChange {
  const { kind = '', metadata } = file.after ?? file.before ?? {};
  const changes = file.before && file.after ? diff(file.before, file.after) : [];
  return { ...file, subject: { kind, name: metadata?.name ?? '', component: placeOf(file.path).component }, changes };
}

/** Other text may still be the same object. */
const isDifferent = ({ before, after, movedFrom, changes }: ObjectChange): boolean =>
  !before || !after || movedFrom !== undefined || changes.length > 0;
