import { execFileSync } from 'node:child_process';
import { temporaryFolder } from './files.js';

/** An empty git repository that is removed when the test ends. */
export interface Repository {
  readonly folder: string;
  /** Commits everything that is in the folder, and gives the commit. */
  commit(): string;
}

export function temporaryRepository(): Repository {
  const folder = temporaryFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  git('init');
  return {
    folder,
    commit() {
      git('add', '--all');
      git('commit', '--allow-empty', '--message', 'test');
      return git('rev-parse', 'HEAD').trim();
    },
  };
}
