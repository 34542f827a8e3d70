import type { Platform } from '../core/platform.js';
import { EvenkeelError } from '../core/problems.js';
import { synthesize } from '../core/synth.js';
import { impactOf } from '../review/impact.js';
import { impactMarkdown } from '../review/impact.markdown.js';
import { impactText } from '../review/impact.text.js';
import { readRevision } from '../review/revision.js';
import { unreadable } from './committed.js';

export const FORMATS = ['text', 'markdown'] as const;

export interface ImpactOptions {
  /** Folder of the committed YAML. */
  readonly out: string;
  readonly format: (typeof FORMATS)[number];
}

/** Says what becomes of what a git revision has committed, once the platform as it is now takes its place. */
export function runImpact(platform: Platform, base: string, { out, format }: ImpactOptions): void {
  const revision = readRevision(base, out);
  if ('unreadable' in revision) throw new EvenkeelError([unreadable(base, revision.unreadable)]);
  if (revision.files.size === 0) {
    throw new EvenkeelError([
      `git has no ${out} in a revision "${base}"; give a commit, branch or tag that has it (git fetch brings others' branches)`,
    ]);
  }
  const after = new Map(
    synthesize(platform).flatMap(({ name, files }) => [...files].map(([path, yaml]) => [`${name}/${path}`, yaml] as const)),
  );
  const impacts = impactOf(revision.files, after);
  process.stdout.write(format === 'markdown' ? impactMarkdown(impacts) : impactText(impacts));
}
