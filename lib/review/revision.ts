import { execFileSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';

const MAX_BYTES = 2 ** 30;

/**
 * Every file of a git revision below a folder: path below it → content. One process, whatever the number of files.
 *
 * @returns undefined where there is no git, no such revision, or nothing of that name in it
 */
export function readRevision(revision: string, folder: string): ReadonlyMap<string, string> | undefined {
  const path = resolve(folder);
  // As committed: on a machine that checks files out with other line ends, archives have these too.
  const args = ['-c', 'core.autocrlf=false', 'archive', '--format=tar', '--', revision, `${basename(path)}/`];
  const below = `${basename(path)}/`;
  try {
    const tar = execFileSync('git', args, { cwd: dirname(path), maxBuffer: MAX_BYTES, stdio: ['ignore', 'pipe', 'ignore'] });
    return new Map([...untar(tar)].map(([name, content]) => [name.slice(below.length), content]));
  } catch {
    return undefined;
  }
}

const BLOCK = 512;

/** Files of an archive in the format that git writes: ustar, with a pax header before a name that does not fit. */
function* untar(tar: Buffer): Generator<[string, string]> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const field = (from: number, length: number) => tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const type = field(156, 1);
    const content = tar.toString('utf8', at + BLOCK, at + BLOCK + size);
    if (type === '0') yield [longName ?? [field(345, 155), field(0, 100)].filter(Boolean).join('/'), content];
    longName = type === 'x' ? /^\d+ path=(.*)$/m.exec(content)?.[1] : undefined;
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
}
