import { posix } from 'node:path';
import { once } from './indexes.js';

/** Path of what is committed by file name, `<kind>.<name>.yaml`: an object is the same when its component has another name. */
export const byFileName = once(
  (previous: ReadonlyMap<string, string>) => new Map([...previous.keys()].map((path) => [posix.basename(path), path])),
);
