import { CHECKS } from '../check/index.js';
import type { Platform } from '../core/platform.js';
import { type SynthesizedStack, synthesize } from '../core/synth.js';
import { committedBelow } from './committed.js';
import { exceptionLines } from './exceptions.js';

/** Runs every check and writes nothing; one line per stack on standard output, and one per accepted exception. */
export function runCheck(platform: Platform, outdir: string): void {
  const stacks = synthesize(platform, undefined, committedBelow(outdir));
  for (const line of [...summary(stacks), ...exceptionLines(stacks)]) console.log(line);
}

function summary(stacks: readonly SynthesizedStack[]): string[] {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  return stacks.map(
    ({ name, manifests, accepted }) =>
      `${name.padEnd(width)}  ${manifests.length} objects, ${CHECKS.length} checks, ${accepted.length} accepted exceptions`,
  );
}
