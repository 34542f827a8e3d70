import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Size {
  readonly services: number;
  readonly charts: number;
}
export interface Measured {
  /** Whole process, median. */
  readonly seconds: number;
  /** The most of all runs. */
  readonly megabytes: number;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const MAIN = here('main.js');
export const EVENKEEL = here('../../../bin/evenkeel.js');
export const PLATFORM = here('services.ts');

/** The arguments of `node` that write a tree of services into a folder, by each of the three ways. */
export const WRITERS = {
  evenkeel: (folder: string) => [EVENKEEL, '--platform', PLATFORM, 'synth', '--out', folder],
  stock: (folder: string) => [MAIN, 'stock.ts', folder],
  plus: (folder: string) => [MAIN, 'plus.ts', folder],
} as const;

export const sizeVariables = ({ services, charts }: Size) => ({ BENCH_SERVICES: String(services), BENCH_CHARTS: String(charts) });

/** Runs a program of Node so many times, each in a process of its own. */
export function measure(args: readonly string[], env: Readonly<Record<string, string>>, runs: number, cwd = process.cwd()): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-memory-'));
  const memory = join(folder, 'memory');
  const NODE_OPTIONS = `--import ${new URL('report-memory.mjs', import.meta.url).href}`;
  const seconds = Array.from({ length: runs }, () => {
    const started = performance.now();
    execFileSync('node', args, {
      cwd,
      env: { ...process.env, ...env, NODE_OPTIONS, BENCH_MEMORY: memory },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return (performance.now() - started) / 1000;
  }).toSorted((a, b) => a - b);
  const kibibytes = readFileSync(memory, 'utf8').trim().split('\n').map(Number);
  rmSync(folder, { recursive: true });
  return { seconds: rounded(seconds[Math.floor(runs / 2)] ?? 0), megabytes: Math.round(Math.max(...kibibytes) / 1024) };
}

/** A folder that is there while the work is done. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  try {
    return work(join(folder, 'dist'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const rounded = (value: number) => Number(value.toFixed(3));
