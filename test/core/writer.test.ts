import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStack, type SynthesizedStack, writeStacks } from '../../lib/index.js';
import { problemsOf } from '../support/apps.js';
import { filesBelow, temporaryFolder } from '../support/files.js';

type Files = Readonly<Record<string, string>>;
const stack = (name: string, files: Files): SynthesizedStack => ({
  name,
  clusterStack: 'cluster',
  charts: [],
  components: [],
  manifests: [],
  files: new Map(Object.entries(files)),
  digest: 'sha256:0',
  accepted: [],
});
const A = 'shop/api/service.api.yaml';
const B = 'shop/api/deployment.api.yaml';
const out = () => join(temporaryFolder(), 'dist');
const contents = (folder: string) => Object.fromEntries(filesBelow(folder));

describe('writing stacks', () => {
  it('gives one file per object below the stack’s folder, and tells what it did', () => {
    const folder = out();
    const results = writeStacks(folder, [stack('prod', { [A]: 'a\n', [B]: 'b\n' }), stack('dev', { [A]: 'c\n' })]);
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n', [`prod/${B}`]: 'b\n', [`dev/${A}`]: 'c\n' });
    expect(results).toEqual([
      { stack: 'prod', objects: 2, written: 2, unchanged: 0, removed: 0, digest: 'sha256:0' },
      { stack: 'dev', objects: 1, written: 1, unchanged: 0, removed: 0, digest: 'sha256:0' },
    ]);
  });

  it('leaves nothing beside the folder', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n' })]);
    writeStacks(folder, [stack('prod', { [A]: 'b\n' })]);
    expect(readdirSync(join(folder, '..'))).toEqual(['dist']);
  });

  it('leaves unchanged files as they are, down to the inode, and writes the changed', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n', [B]: 'b\n' })]);
    const before = [A, B].map((path) => statSync(join(folder, 'prod', path)));
    const [result] = writeStacks(folder, [stack('prod', { [A]: 'a\n', [B]: 'changed\n' })]);
    const after = [A, B].map((path) => statSync(join(folder, 'prod', path)));
    expect(result).toMatchObject({ written: 1, unchanged: 1, removed: 0 });
    expect(after[0]?.ino).toBe(before[0]?.ino);
    expect(after[0]?.mtimeMs).toBe(before[0]?.mtimeMs);
    expect(after[0]?.nlink).toBe(1);
    expect(after[1]?.ino).not.toBe(before[1]?.ino);
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n', [`prod/${B}`]: 'changed\n' });
  });

  it('removes files that belong to nothing any more, and their folders', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n', 'shop/old/service.old.yaml': 'o\n' })]);
    const [result] = writeStacks(folder, [stack('prod', { [A]: 'a\n' })]);
    expect(result).toMatchObject({ written: 0, unchanged: 1, removed: 1 });
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n' });
    expect(existsSync(join(folder, 'prod/shop/old'))).toBe(false);
  });

  it('removes stacks that are gone', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n' }), stack('preview', { [A]: 'a\n' })]);
    writeStacks(folder, [stack('prod', { [A]: 'a\n' })]);
    expect(readdirSync(folder)).toEqual(['prod']);
  });

  it('does not take a stack for another whose name it begins', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n' }), stack('prod-eu', { [A]: 'a\n', [B]: 'b\n' })]);
    expect(writeStacks(folder, [stack('prod', { [A]: 'a\n' }), stack('prod-eu', { [A]: 'a\n' })])).toMatchObject([
      { stack: 'prod', removed: 0 },
      { stack: 'prod-eu', removed: 1 },
    ]);
    expect([...readStack(folder, 'prod').keys()]).toEqual([A]);
  });

  it('makes the folders above its own', () => {
    const folder = join(temporaryFolder(), 'a/b/dist');
    writeStacks(folder, [stack('prod', { [A]: 'a\n' })]);
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n' });
  });
});

describe('a folder that holds anything else', () => {
  it.each([['README.md'], ['prod/notes.txt'], ['prod/shop/api/service.api.json'], ['a/b/c/d/e.yaml']])(
    'is refused and left as it is: %s',
    (path) => {
      const folder = out();
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), 'mine');
      expect(problemsOf(() => writeStacks(folder, [stack('prod', { [A]: 'a\n' })]))).toEqual([
        `${folder} holds ${path}, which synth did not write and would remove; give it a folder of its own`,
      ]);
      expect(contents(folder)).toEqual({ [path]: 'mine' });
      expect(readdirSync(join(folder, '..'))).toEqual(['dist']);
    },
  );

  it('is told how much more there is', () => {
    const folder = out();
    mkdirSync(folder);
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), '');
    expect(problemsOf(() => writeStacks(folder, []))[0]).toMatch(/ holds [abc] and 2 more files, which synth did not write/);
  });
});

describe('an interrupted write', () => {
  class Interrupted extends Map<string, string> {
    override *entries(): MapIterator<[string, string]> {
      yield [A, 'new\n'];
      throw new Error('the disk is full');
    }
    override [Symbol.iterator](): MapIterator<[string, string]> {
      return this.entries();
    }
  }

  it('leaves the previous tree whole', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n', [B]: 'b\n' })]);
    const interrupted = { ...stack('prod', {}), files: new Interrupted() };
    expect(() => writeStacks(folder, [interrupted])).toThrow('the disk is full');
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n', [`prod/${B}`]: 'b\n' });
  });

  it('leaves nothing half-made beside it', () => {
    const folder = out();
    expect(() => writeStacks(folder, [{ ...stack('prod', {}), files: new Interrupted() }])).toThrow('the disk is full');
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it('between the two renames is mended by the next run, which takes the previous tree for the old one', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n', [B]: 'b\n' })]);
    const inode = statSync(join(folder, 'prod', A)).ino;
    renameSync(folder, join(folder, '../.dist.previous'));
    const [result] = writeStacks(folder, [stack('prod', { [A]: 'a\n' })]);
    expect(result).toMatchObject({ unchanged: 1, removed: 1 });
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'a\n' });
    expect(statSync(join(folder, 'prod', A)).ino).toBe(inode);
    expect(readdirSync(join(folder, '..'))).toEqual(['dist']);
  });

  it('after the second rename is mended by the next run, which removes the previous tree', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'old\n' })]);
    renameSync(folder, join(folder, '../.dist.previous'));
    mkdirSync(join(folder, 'prod/shop/api'), { recursive: true });
    writeFileSync(join(folder, 'prod', A), 'new\n');
    writeStacks(folder, [stack('prod', { [A]: 'new\n' })]);
    expect(contents(folder)).toEqual({ [`prod/${A}`]: 'new\n' });
    expect(readdirSync(join(folder, '..'))).toEqual(['dist']);
  });
});

describe('reading a stack back', () => {
  it('gives the files below its own folder', () => {
    const folder = out();
    writeStacks(folder, [stack('prod', { [A]: 'a\n' }), stack('dev', { [B]: 'b\n' })]);
    expect([...readStack(folder, 'dev')]).toEqual([[B, 'b\n']]);
  });

  it('gives nothing where there is nothing', () => {
    expect([...readStack(out(), 'prod')]).toEqual([]);
  });
});
