import { CHECKS } from '../check/index.js';
import type { Platform } from '../core/platform.js';
import { type SynthesizedStack, synthesize } from '../core/synth.js';
import { committedBelow } from './committed.js';
import { exceptionLines } from './exceptions.js';

export interface CheckOptions {
  /** Folder of the committed YAML. */
  readonly out: string;
  /** The revision to compare with. @default 'HEAD', where there is one */
  readonly base?: string;
}

/** Runs every check and writes nothing; one line per stack on standard output, and one per accepted exception. */
export function runCheck(platform: Platform, { out, base }: CheckOptions): void {
  const { committed, notCompared } = committedBelow(out, base);
  const stacks = synthesize(platform, undefined, committed);
  for (const line of [...summary(stacks), ...notCompared, ...exceptionLines(stacks)]) console.log(line);
}

function summary(stacks: readonly SynthesizedStack[]): string[] {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  return stacks.map(
    ({ name, manifests, accepted }) =>
      `${name.padEnd(width)}  ${manifests.length} objects, ${CHECKS.length} checks, ${accepted.length} accepted exceptions`,
  );
}
