import { spawnSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';

/** What git has below a folder in some revision, or why it cannot say. */
type Revision =
  /** Path below the folder → content, exactly as committed; empty where the revision has nothing of that name. */
  | { readonly files: ReadonlyMap<string, string> }
  /** The first line of what git says. */
  | { readonly unreadable: string };

const MAX_BYTES = 2 ** 30;

/**
 * Every file of a git revision below a folder, two processes whatever their number. Attributes (`export-ignore`, line ends)
 * are not applied: what is compared is what was reviewed. Symbolic links and submodules are no files.
 */
export function readRevision(revision: string, folder: string): Revision {
  const path = resolve(folder);
  const git = (args: readonly string[], input = '') =>
    spawnSync('git', args, { cwd: dirname(path), input, maxBuffer: MAX_BYTES, stdio: ['pipe', 'pipe', 'pipe'] });

  const listed = git(['ls-tree', '-r', '-z', '--', revision, `${basename(path)}/`]);
  if (listed.status !== 0) return { unreadable: reason(listed) };
  const entries = blobs(listed.stdout.toString('utf8'));
  const contents = git(['cat-file', '--batch', '--buffer'], entries.map(({ hash }) => `${hash}\n`).join(''));
  if (contents.status !== 0) return { unreadable: reason(contents) };
  return contentsOf(contents.stdout, entries, basename(path).length + 1);
}

/** A process that did not start has no words of its own, only an error. */
const reason = ({ error, stderr }: { readonly error?: Error; readonly stderr: Buffer | null }): string =>
  error ? `git failed: ${error.message}` : (stderr?.toString('utf8').trim().split('\n')[0] ?? '');

interface Entry {
  readonly name: string;
  readonly hash: string;
}

/** The files among `<mode> <type> <hash>\t<path>` items. */
const blobs = (listing: string): Entry[] =>
  listing.split('\0').flatMap((item) => {
    const [, hash, name] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(item) ?? [];
    return hash && name ? [{ hash, name }] : [];
  });

/** Of answers in the order of the questions: `<hash> blob <bytes>`, a line end, the content and another line end. */
function contentsOf(output: Buffer, entries: readonly Entry[], below: number): Revision {
  const files = new Map<string, string>();
  let at = 0;
  for (const { name, hash } of entries) {
    const end = output.indexOf('\n', at);
    const header = output.toString('utf8', at, end);
    const [, bytes] = /^[0-9a-f]+ blob (\d+)$/.exec(header) ?? [];
    if (bytes === undefined) return { unreadable: `fatal: ${header || `${hash} missing`}` };
    files.set(name.slice(below), output.toString('utf8', end + 1, end + 1 + Number(bytes)));
    at = end + 1 + Number(bytes) + 1;
  }
  return { files };
}
