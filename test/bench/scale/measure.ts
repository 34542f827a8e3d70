import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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

/** A program of Node and what it is run with. */
interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Made anew by every run: none finds what the one before it wrote. */
  readonly writes?: string;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const MAIN = here('main.js');
export const EVENKEEL = here('../../../bin/evenkeel.js');
export const PLATFORM = here('services.ts');

/** The arguments of `node` that write a tree of services into a folder, by each of the three ways. */
const WRITERS = {
  evenkeel: (folder: string) => [EVENKEEL, '--platform', PLATFORM, 'synth', '--out', folder],
  stock: (folder: string) => [MAIN, 'stock.ts', folder],
  plus: (folder: string) => [MAIN, 'plus.ts', folder],
} as const;
export type Writer = keyof typeof WRITERS;

/** Where there is a file system in memory: eleven thousand new files cost a disk anything between half a second and four. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const sizeVariables = ({ services, charts }: Size) => ({ BENCH_SERVICES: String(services), BENCH_CHARTS: String(charts) });

export const writing = (writer: Writer, size: Size, folder: string): Program => ({
  args: WRITERS[writer](folder),
  env: sizeVariables(size),
  writes: folder,
});

/** Runs a program so many times, each in a process of its own. */
export function measure({ args, env, cwd, writes }: Program, runs: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-memory-'));
  const memory = join(folder, 'memory');
  const NODE_OPTIONS = `--import ${new URL('report-memory.mjs', import.meta.url).href}`;
  const seconds = Array.from({ length: runs }, () => {
    if (writes) rmSync(writes, { recursive: true, force: true });
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

/** A folder `dist` whose parent is there while the work is done. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(MEMORY, 'evenkeel-bench-'));
  try {
    return work(join(folder, 'dist'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Commits a folder to a new repository beside it, as a platform's own is: `immutable` and `impact` compare with it. */
export function commit(folder: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false', ...args], {
      cwd: dirname(folder),
      stdio: 'pipe',
    });
  git('init', '--quiet');
  git('add', basename(folder));
  git('-c', 'gc.auto=0', '-c', 'maintenance.auto=false', 'commit', '--quiet', '--message', 'before');
  // Packed, as a clone is.
  git('gc', '--quiet');
}

export const rounded = (value: number) => Number(value.toFixed(3));
