import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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

describe('the files of a revision', () => {
  const yaml = 'apiVersion: v1\nkind: Service\nname: Zürich\n';

  it('are given by their path below the folder, as they were committed', () => {
    const { folder } = committed({ 'dist/prod/shop/api/service.api.yaml': yaml, 'dist/empty.yaml': '', 'other/a.yaml': 'a' });
    write(folder, 'dist/prod/shop/api/service.api.yaml', 'changed since');
    expect(Object.fromEntries(readRevision('HEAD', join(folder, 'dist')) ?? [])).toEqual({
      'prod/shop/api/service.api.yaml': yaml,
      'empty.yaml': '',
    });
  });

  it('have names as long as components may make them', () => {
    const name = 'n'.repeat(52);
    const path = `${name}/${name}/${name}/networkpolicy.${name}-from-${name}.yaml`;
    const { folder } = committed({ [`dist/${path}`]: yaml, 'dist/z.yaml': 'z' });
    expect([...(readRevision('HEAD', join(folder, 'dist'))?.keys() ?? [])].sort()).toEqual([path, 'z.yaml'].sort());
  });

  it('are those of the revision that is asked for', () => {
    const { folder, revision, commit } = committed({ 'dist/a.yaml': 'old' });
    write(folder, 'dist/a.yaml', 'new');
    commit();
    expect([...(readRevision(revision, join(folder, 'dist')) ?? [])]).toEqual([['a.yaml', 'old']]);
    expect([...(readRevision('HEAD', join(folder, 'dist')) ?? [])]).toEqual([['a.yaml', 'new']]);
  });

  it('are read below a project that is a folder of its repository, and where the folder itself is gone', () => {
    const { folder } = committed({ 'platform/dist/a.yaml': 'a', 'dist/b.yaml': 'b' });
    rmSync(join(folder, 'platform/dist'), { recursive: true });
    expect([...(readRevision('HEAD', join(folder, 'platform/dist')) ?? [])]).toEqual([['a.yaml', 'a']]);
  });

  it('keep their line ends on a machine that has others', () => {
    const { folder } = committed({ '.gitattributes': '* text=auto\n', 'dist/a.yaml': yaml });
    write(folder, '.git/config', '[core]\n  repositoryformatversion = 0\n  autocrlf = true\n');
    expect(readRevision('HEAD', join(folder, 'dist'))?.get('a.yaml')).toBe(yaml);
  });
});

describe('nothing is read', () => {
  it('where there is no repository', () => {
    expect(readRevision('HEAD', join(temporaryFolder(), 'dist'))).toBeUndefined();
    expect(readRevision('HEAD', join(temporaryFolder(), 'missing/dist'))).toBeUndefined();
  });

  it('where the revision or the folder is not there, or would be an option', () => {
    const { folder } = committed({ 'dist/a.yaml': 'a' });
    expect(readRevision('mian', join(folder, 'dist'))).toBeUndefined();
    expect(readRevision('HEAD', join(folder, 'dits'))).toBeUndefined();
    expect(readRevision('--output=leak', join(folder, 'dist'))).toBeUndefined();
    expect(existsSync(join(folder, 'leak'))).toBe(false);
  });
});
