import { posix } from 'node:path';
import type { KubernetesObject } from '../core/kubernetes.js';
import { readObject } from '../review/trees.js';
import { once } from './indexes.js';

/** Path of what is committed by file name, `<kind>.<name>.yaml`: an object is the same when its component has another name. */
export const byFileName = once(
  (previous: ReadonlyMap<string, string>) => new Map([...previous.keys()].map((path) => [posix.basename(path), path])),
);

/** An object as it is committed, where it is, and what would be written differs. */
export const ifChanged = (
  path: string,
  files: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string>,
): KubernetesObject | undefined => (previous.has(path) && previous.get(path) !== files.get(path) ? readObject(previous, path) : undefined);
