import type { Platform } from '../core/platform.js';
import { synthesize } from '../core/synth.js';
import { type Written, writeStacks } from '../core/writer.js';
import { committedBelow } from './committed.js';
import { exceptionLines } from './exceptions.js';

/** Writes a platform's YAML; on standard output one line per stack, and one per accepted exception. */
export function runSynth(platform: Platform, outdir: string): void {
  const { committed, notCompared } = committedBelow(outdir);
  const stacks = synthesize(platform, undefined, committed);
  for (const line of [...summary(writeStacks(outdir, stacks)), ...notCompared, ...exceptionLines(stacks)]) console.log(line);
}

function summary(results: readonly Written[]): string[] {
  const width = Math.max(...results.map(({ stack }) => stack.length));
  return results.map(
    ({ stack, objects, written, removed, unchanged, digest }) =>
      `${stack.padEnd(width)}  ${objects} objects: ${written} written, ${removed} removed, ${unchanged} unchanged  ${digest.slice(0, 19)}`,
  );
}
