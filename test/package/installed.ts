import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

type Result = Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>;

/** A copy of examples/external with the package in its node_modules, outside of this repository. */
export interface Installed {
  readonly project: string;
  readonly package: string;
  /** Paths of the tarball's files. */
  readonly packed: readonly string[];
  /** The project's own files, as they are now. */
  readonly files: readonly string[];
  dist(): string[];
  write(path: string, text: string): void;
  node(...args: readonly string[]): Result;
  /** The package's command, with environment variables where the last argument has some. */
  evenkeel(...args: readonly (string | Readonly<Record<string, string>>)[]): Result;
  remove(): void;
}

/** Builds, packs and unpacks. */
export function installExternal(): Installed {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-external-')));
  cpSync(join(root, 'examples/external'), project, { recursive: true, filter: (path) => !/node_modules|dist/.test(relative(root, path)) });
  const installed = join(project, 'node_modules/evenkeel');
  unpack(installed);
  const { dependencies, peerDependencies } = packageJson(installed);
  const own = packageJson(project);
  link(project, { ...dependencies, ...peerDependencies, ...own.dependencies, ...own.devDependencies });

  const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    return { status, stdout, stderr };
  };
  return {
    project,
    package: installed,
    packed: filesBelow(installed),
    get files() {
      return filesBelow(project).filter((path) => !path.startsWith('node_modules/'));
    },
    dist: () => filesBelow(join(project, 'dist')),
    write: (path, text) => writeFileSync(join(project, path), text),
    node: (...args) => run({}, ...args),
    evenkeel: (...args) => {
      const env = args.filter((arg) => typeof arg === 'object');
      return run(Object.assign({}, ...env), join(installed, 'bin/evenkeel.js'), ...args.filter((arg) => typeof arg === 'string'));
    },
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}

/** `npm pack` runs no scripts here (.npmrc), so the build is a step of its own. */
function unpack(into: string): void {
  const packing = mkdtempSync(join(tmpdir(), 'evenkeel-pack-'));
  succeed('npm', ['run', 'build'], root);
  succeed('npm', ['pack', '--pack-destination', packing], root);
  mkdirSync(into, { recursive: true });
  succeed('tar', ['-xzf', join(packing, readdirSync(packing)[0] ?? ''), '--strip-components=1', '-C', into], root);
  rmSync(packing, { recursive: true });
}

/**
 * What `npm install` would fetch: those packages that the two package.json files name and no others, so that an import of
 * one that is not named fails. A link's real path is the repository's, so each exists once.
 */
function link(project: string, packages: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(packages).filter((name) => name !== 'evenkeel')) {
    const to = join(project, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), to);
  }
}

function succeed(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

const packageJson = (folder: string): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
