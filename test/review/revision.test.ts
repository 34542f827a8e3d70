import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRevision } from '../../lib/review/revision.js';
import { temporaryFolder } from '../support/files.js';
import { temporaryRepository } from '../support/repository.js';

/** A repository with these files committed; gives its folder and the commit. */
function committed(files: Readonly<Record<string, string>>) {
  const repository = temporaryRepository();
  for (const [path, content] of Object.entries(files)) write(repository.folder, path, content);
  return { ...repository, revision: repository.commit() };
}
function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** What there is to read; throws where nothing is. */
function filesOf(revision: string, folder: string): ReadonlyMap<string, string> {
  const read = readRevision(revision, folder);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read.files;
}

describe('the files of a revision', () => {
  const yaml = 'apiVersion: v1\nkind: Service\nname: Zürich\n';

  it('are given by their path below the folder, as they were committed', () => {
    const { folder } = committed({ 'dist/prod/shop/api/service.api.yaml': yaml, 'dist/empty.yaml': '', 'other/a.yaml': 'a' });
    write(folder, 'dist/prod/shop/api/service.api.yaml', 'changed since');
    expect(Object.fromEntries(filesOf('HEAD', join(folder, 'dist')))).toEqual({
      'prod/shop/api/service.api.yaml': yaml,
      'empty.yaml': '',
    });
  });

  it('have names as long as components may make them', () => {
    const name = 'n'.repeat(52);
    const path = `${name}/${name}/${name}/networkpolicy.${name}-from-${name}.yaml`;
    const { folder } = committed({ [`dist/${path}`]: yaml, 'dist/z.yaml': 'z' });
    expect([...filesOf('HEAD', join(folder, 'dist')).keys()].sort()).toEqual([path, 'z.yaml'].sort());
  });

  it('are those of the revision that is asked for', () => {
    const { folder, revision, commit } = committed({ 'dist/a.yaml': 'old' });
    write(folder, 'dist/a.yaml', 'new');
    commit();
    expect([...filesOf(revision, join(folder, 'dist'))]).toEqual([['a.yaml', 'old']]);
    expect([...filesOf('HEAD', join(folder, 'dist'))]).toEqual([['a.yaml', 'new']]);
  });

  it('are read below a project that is a folder of its repository, and where the folder itself is gone', () => {
    const { folder } = committed({ 'platform/dist/a.yaml': 'a', 'dist/b.yaml': 'b' });
    rmSync(join(folder, 'platform/dist'), { recursive: true });
    expect([...filesOf('HEAD', join(folder, 'platform/dist'))]).toEqual([['a.yaml', 'a']]);
  });

  it('keep their line ends on a machine that has others', () => {
    const { folder } = committed({ '.gitattributes': '* text=auto\n', 'dist/a.yaml': yaml });
    write(folder, '.git/config', '[core]\n  repositoryformatversion = 0\n  autocrlf = true\n');
    expect(filesOf('HEAD', join(folder, 'dist')).get('a.yaml')).toBe(yaml);
  });

  it('are exact, whatever attributes say of archives and line ends', () => {
    const attributes = 'dist/a.yaml export-ignore\ndist/b.yaml text eol=crlf\n*.yaml ident export-subst\n';
    const { folder } = committed({ '.gitattributes': attributes, 'dist/a.yaml': yaml, 'dist/b.yaml': `${yaml}$Format:%H$\n` });
    expect(Object.fromEntries(filesOf('HEAD', join(folder, 'dist')))).toEqual({ 'a.yaml': yaml, 'b.yaml': `${yaml}$Format:%H$\n` });
  });

  it('are no links and no submodules', () => {
    const { folder, commit } = committed({ 'dist/a.yaml': 'a', 'other/b.yaml': 'b' });
    symlinkSync('a.yaml', join(folder, 'dist/link.yaml'));
    const module = join(folder, 'dist/module');
    execFileSync('git', ['init', '--quiet', module]);
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...author, 'commit', '--quiet', '--allow-empty', '--message', 'test'], { cwd: module });
    commit();
    expect(execFileSync('git', ['ls-tree', 'HEAD:dist'], { cwd: folder, encoding: 'utf8' })).toMatch(/^160000 commit .*\tmodule$/m);
    expect([...filesOf('HEAD', join(folder, 'dist')).keys()]).toEqual(['a.yaml']);
  });

  it('may have the same content, and be many', () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`dist/${n}.yaml`, n % 2 ? yaml : `${n}\n\n`]));
    const { folder } = committed(files);
    expect(Object.fromEntries([...filesOf('HEAD', join(folder, 'dist'))].map(([name, text]) => [`dist/${name}`, text]))).toEqual(files);
  });

  it('are none where the revision has nothing of that name', () => {
    const { folder } = committed({ 'dist/a.yaml': 'a' });
    expect(filesOf('HEAD', join(folder, 'dits')).size).toBe(0);
  });
});

describe('git’s own words are given', () => {
  const words = (revision: string, folder: string) => {
    const read = readRevision(revision, folder);
    return 'unreadable' in read ? read.unreadable : 'read';
  };

  it('where there is no repository, and no git or no folder to ask it in', () => {
    expect(words('HEAD', join(temporaryFolder(), 'dist'))).toMatch(/^fatal: not a git repository/);
    expect(words('HEAD', join(temporaryFolder(), 'missing/dist'))).toBe('git failed: spawnSync git ENOENT');
  });

  it('where the revision is not there, or would be an option', () => {
    const { folder } = committed({ 'dist/a.yaml': 'a' });
    expect(words('mian', join(folder, 'dist'))).toBe('fatal: Not a valid object name mian');
    expect(words('--output=leak', join(folder, 'dist'))).toBe('fatal: Not a valid object name --output=leak');
    expect(existsSync(join(folder, 'leak'))).toBe(false);
  });

  it('where nothing is committed yet', () => {
    expect(words('HEAD', join(temporaryRepository().folder, 'dist'))).toBe('fatal: Not a valid object name HEAD');
  });
});
