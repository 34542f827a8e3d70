import type { Platform } from '../core/platform.js';
import { synthesize } from '../core/synth.js';
import { type Written, writeStacks } from '../core/writer.js';

/** Writes a platform's YAML, and one line per stack on standard output. */
export function runSynth(platform: Platform, outdir: string): void {
  for (const line of summary(writeStacks(outdir, synthesize(platform)))) console.log(line);
}

function summary(results: readonly Written[]): string[] {
  const width = Math.max(...results.map(({ stack }) => stack.length));
  return results.map(
    ({ stack, objects, written, removed, unchanged, digest }) =>
      `${stack.padEnd(width)}  ${objects} objects: ${written} written, ${removed} removed, ${unchanged} unchanged  ${digest.slice(0, 19)}`,
  );
}
