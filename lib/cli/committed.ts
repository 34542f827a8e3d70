import type { Committed } from '../core/synth.js';
import { readRevision } from '../review/revision.js';

/** The YAML below a folder as git has it: what was reviewed last. */
export function committedBelow(folder: string): Committed {
  const stacks = new Map<string, Map<string, string>>();
  for (const [path, yaml] of readRevision('HEAD', folder) ?? []) {
    const slash = path.indexOf('/');
    const stack = path.slice(0, slash);
    const files = stacks.get(stack) ?? new Map<string, string>();
    stacks.set(stack, files.set(path.slice(slash + 1), yaml));
  }
  return (stack) => stacks.get(stack);
}
