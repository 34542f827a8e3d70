import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { EvenkeelError } from './problems.js';
import type { SynthesizedStack } from './synth.js';

/** What became of a stack's files. */
export interface Written {
  readonly stack: string;
  readonly objects: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly digest: string;
}

/**
 * Makes a folder hold exactly these stacks, one file per object. The new tree is laid out beside the old one (unchanged
 * files as links) and takes its place at the end: whoever interrupts it leaves the previous tree whole.
 */
export function writeStacks(outdir: string, stacks: readonly SynthesizedStack[]): Written[] {
  const target = resolve(outdir);
  const beside = (suffix: string) => join(dirname(target), `.${basename(target)}.${suffix}`);
  const previous = beside('previous');
  if (!existsSync(target) && existsSync(previous)) renameSync(previous, target);

  const old = readTree(target);
  const next = beside('next');
  try {
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    const results = stacks.map((stack) => layOut(next, target, stack, old));

    rmSync(previous, { recursive: true, force: true });
    if (existsSync(target)) renameSync(target, previous);
    renameSync(next, target);
    return results;
  } finally {
    rmSync(next, { recursive: true, force: true });
    if (existsSync(target)) rmSync(previous, { recursive: true, force: true });
  }
}

function layOut(next: string, target: string, { name, files, digest }: SynthesizedStack, old: ReadonlyMap<string, string>): Written {
  const folders = new Set<string>();
  let unchanged = 0;
  for (const [path, yaml] of files) {
    const below = `${name}/${path}`;
    const folder = join(next, dirname(below));
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    if (old.get(below) === yaml) {
      linkSync(join(target, below), join(next, below));
      unchanged++;
    } else {
      writeFileSync(join(next, below), yaml);
    }
  }
  const before = [...old.keys()].filter((path) => path.startsWith(`${name}/`));
  const removed = before.filter((path) => !files.has(path.slice(name.length + 1))).length;
  return { stack: name, objects: files.size, written: files.size - unchanged, unchanged, removed, digest };
}

/** Path → content of every file of an earlier run; refuses a folder that holds anything else, since it would be removed. */
function readTree(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const foreign = paths.filter((path) => !/^[^/]+\/[^/]+\/[^/]+\/[^/]+\.yaml$/.test(path));
  if (foreign.length > 0) {
    throw new EvenkeelError([
      `${folder} holds ${foreign[0]}${foreign.length > 1 ? ` and ${foreign.length - 1} more files` : ''}, which synth did not write and would remove; give it a folder of its own`,
    ]);
  }
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The files of one stack as they stand below a folder, by path below the stack's own. */
export function readStack(outdir: string, stack: string): Map<string, string> {
  const prefix = `${stack}/`;
  const mine = [...readTree(resolve(outdir))].filter(([path]) => path.startsWith(prefix));
  return new Map(mine.map(([path, yaml]) => [path.slice(prefix.length), yaml]));
}
