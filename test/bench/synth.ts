/** Times `npm run synth`, the whole process, over several runs: `npm run bench`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResult } from './results.js';

const RUNS = 10;

const outdir = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
const times = Array.from({ length: RUNS + 1 }, () => {
  const started = performance.now();
  execFileSync('npm', ['run', '--silent', 'synth'], { env: { ...process.env, CDK8S_OUTDIR: outdir } });
  return Number(((performance.now() - started) / 1000).toFixed(3));
}).slice(1); // the first run warms the disk's cache
rmSync(outdir, { recursive: true });

const sorted = times.toSorted((a, b) => a - b);
writeResult('synth', { command: 'npm run synth', seconds: { min: sorted[0], median: sorted[RUNS / 2], max: sorted.at(-1) } });
