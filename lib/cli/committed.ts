import { EvenkeelError } from '../core/problems.js';
import type { Committed } from '../core/synth.js';
import { readRevision } from '../review/revision.js';

/** What was reviewed last. */
interface Reviewed {
  readonly committed: Committed;
  /** A line for the summary where there is nothing to compare with: a check that is off says so. */
  readonly notCompared: readonly string[];
}

/**
 * The YAML below a folder as git has it in a revision, by default in HEAD.
 *
 * @throws EvenkeelError where a revision is asked for that git cannot read
 */
export function committedBelow(folder: string, asked?: string): Reviewed {
  const base = asked ?? 'HEAD';
  const revision = readRevision(base, folder);
  if ('unreadable' in revision) {
    if (asked !== undefined) throw new EvenkeelError([unreadable(asked, revision.unreadable)]);
    return { committed: () => undefined, notCompared: [`immutable: not compared (${revision.unreadable})`] };
  }
  const stacks = new Map<string, Map<string, string>>();
  for (const [path, yaml] of revision.files) {
    const slash = path.indexOf('/');
    const stack = path.slice(0, slash);
    const files = stacks.get(stack) ?? new Map<string, string>();
    stacks.set(stack, files.set(path.slice(slash + 1), yaml));
  }
  const notCompared = stacks.size > 0 ? [] : [`immutable: not compared (git has no ${folder} in ${base})`];
  return { committed: (stack) => stacks.get(stack), notCompared };
}

/** With git's own words. */
export const unreadable = (revision: string, why: string): string =>
  `git cannot read revision "${revision}": ${why}; give a commit, branch or tag that has it (git fetch brings others' branches)`;
