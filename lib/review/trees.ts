import { parse } from 'yaml';
import { addTo, once } from '../check/indexes.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import { EvenkeelError } from '../core/problems.js';
import { isFields } from './diff.js';

/** `<stack>/<app>/<component>/<kind>.<name>.yaml` → YAML: what synth writes, at some time. */
export type FileTree = ReadonlyMap<string, string>;

/** Where a file belongs. */
export interface Place {
  readonly stack: string;
  readonly app: string;
  readonly component: string;
  readonly file: string;
}

export function placeOf(path: string): Place {
  const [stack = '', app = '', component = '', file = ''] = path.split('/');
  return { stack, app, component, file };
}

/** `<stack>/<app>/<component>`: the folder of a file. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The paths of a tree by folder. */
export function foldersOf(tree: FileTree): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of tree.keys()) addTo(folders, folderOf(path), path);
  return folders;
}

/** An object of which something differs between two trees. */
export interface FileChange {
  /** Where it is, or was if it is gone. */
  readonly path: string;
  /** Where it was, if that is another place: the same object, of another component. */
  readonly movedFrom?: string;
  readonly before?: KubernetesObject;
  readonly after?: KubernetesObject;
}

/** Files with other text, parsed; a tree's other files are not looked into. */
export function changedFiles(before: FileTree, after: FileTree): FileChange[] {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const origins = new Map(gone.map((path) => [identityOf(path), path]));
  const moved = new Set<string>();

  const changes: FileChange[] = [];
  for (const [path, text] of after) {
    if (before.get(path) === text) continue;
    const movedFrom = before.has(path) ? undefined : origins.get(identityOf(path));
    if (movedFrom) moved.add(movedFrom);
    changes.push({ path, movedFrom, before: readObject(before, movedFrom ?? path), after: readObject(after, path) });
  }
  const removed = gone.filter((path) => !moved.has(path));
  return [...changes, ...removed.map((path) => ({ path, before: readObject(before, path) }))];
}

/** Kind and name are unique in a stack, and all that Kubernetes and Pulumi know an object by; folders are for people. */
const identityOf = (path: string): string => `${placeOf(path).stack}/${placeOf(path).file}`;

/** What was read of a tree already: YAML is slow to parse, and some objects are asked for twice. */
const objectsOf = once((_tree: FileTree) => new Map<string, KubernetesObject>());

/** The object of a file; undefined where there is none. */
export function readObject(tree: FileTree, path: string): KubernetesObject | undefined {
  const known = objectsOf(tree).get(path);
  const text = tree.get(path);
  if (known || text === undefined) return known;
  const object = parseYaml(text);
  if (!isObject(object)) {
    throw new EvenkeelError([
      `${path} holds no Kubernetes object as synth writes it (apiVersion, kind, metadata.name); run npm run synth and commit it`,
    ]);
  }
  objectsOf(tree).set(path, object);
  return object;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is KubernetesObject =>
  isFields(value) &&
  typeof value.apiVersion === 'string' &&
  typeof value.kind === 'string' &&
  isFields(value.metadata) &&
  typeof value.metadata.name === 'string';
