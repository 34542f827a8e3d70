import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../lib/check/index.js';
import { type Platform, synthesize } from '../../lib/index.js';
import { platform as accepting } from '../fixtures/platforms/accepting.js';
import { platform as broken } from '../fixtures/platforms/broken.js';
import { platform as unknownField } from '../fixtures/platforms/unknown-field.js';
import { platform as working } from '../fixtures/platforms/working.js';
import { problemsOf } from '../support/apps.js';
import { filesBelow, runNode, temporaryFolder } from '../support/files.js';
import { temporaryRepository } from '../support/repository.js';

const synth = (platform: string, out: string) =>
  runNode(['bin/evenkeel.js', 'synth', '--platform', `test/fixtures/platforms/${platform}.ts`, '--out', out]);
const NO_REPOSITORY = expect.stringMatching(/^immutable: not compared \(fatal: not a git repository .*\)$/);
const literal = (variable: string, key: string) =>
  `          worker "worker": env ${variable} is a secret given as a literal (its name says that it is one), and would stand in reviewed YAML; ` +
  `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack dev`;
const ACCEPTED = [
  'accepted  dev  shop/worker  secret-literal: currencies, not credentials (2 findings)',
  literal('TOKEN', 'token'),
  literal('CLIENT_TOKEN', 'client-token'),
  'accepted  dev  shop/worker  drain: drained by hand, with the works council (1 finding)',
  '          worker "worker": PodDisruptionBudget "worker" lets no pod go (maxUnavailable 0, of 2 pods at the least), so a drain never ends; use maxUnavailable: 1',
];
const expectedFiles = (platform: Platform) =>
  Object.fromEntries(synthesize(platform).flatMap(({ name, files }) => [...files].map(([path, yaml]) => [`${name}/${path}`, yaml])));

describe('evenkeel synth', () => {
  it('writes the platform’s YAML and a line per stack, and the second time changes nothing', async () => {
    const out = join(temporaryFolder(), 'dist');
    const first = await synth('working', out);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(Object.fromEntries(filesBelow(out))).toEqual(expectedFiles(working));
    const [dev, cluster] = synthesize(working);
    expect(first.stdout.split('\n')).toEqual([
      `dev           7 objects: 7 written, 0 removed, 0 unchanged  ${dev?.digest.slice(0, 19)}`,
      `cluster-eu-1  3 objects: 3 written, 0 removed, 0 unchanged  ${cluster?.digest.slice(0, 19)}`,
      NO_REPOSITORY,
      '',
    ]);

    const second = await synth('working', out);
    expect(second.stdout).toContain('7 objects: 0 written, 0 removed, 7 unchanged');
    expect(second.stdout).toContain('3 objects: 0 written, 0 removed, 3 unchanged');
  });

  it('shows every exception that a component makes, with its reason', async () => {
    const { code, stdout, stderr } = await synth('accepting', join(temporaryFolder(), 'dist'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(2)).toEqual([NO_REPOSITORY, ...ACCEPTED, '']);
  });

  it('refuses a change that Kubernetes would refuse, against what git has', async () => {
    const { folder, commit } = temporaryRepository();
    const out = join(folder, 'dist');
    await synth('working', out);
    const file = join(out, 'cluster-eu-1/cluster/priority-classes/priorityclass.evenkeel-data.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('value: 1000000', 'value: 5'));
    expect((await synth('working', out)).code).toBe(0);

    writeFileSync(file, readFileSync(file, 'utf8').replace('value: 1000000', 'value: 5'));
    commit();
    const { code, stderr } = await synth('working', out);
    expect(code).toBe(1);
    expect(stderr).toBe(
      '[cluster-eu-1] "priority-classes": PriorityClass "evenkeel-data": value cannot be changed; change it back, or give it another name (docs/immutable-fields.md#priorityclass)\n',
    );
  });

  it('tells every problem of a platform at once, without a stack trace, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await synth('broken', join(folder, 'dist'));
    const problems = problemsOf(() => synthesize(broken));
    expect(problems.length).toBeGreaterThan(9);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(`${problems.length} problems:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells a problem of an environment, and leaves what an earlier run wrote', async () => {
    const out = join(temporaryFolder(), 'dist');
    await synth('working', out);
    const before = { files: filesBelow(out), inode: statSync(join(out, 'dev/shop/worker/deployment.worker.yaml')).ino };

    const { code, stderr } = await synth('unknown-field', out);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'environment "dev": unknown field zonez; remove it or correct its name\n' });
    expect(problemsOf(() => synthesize(unknownField))).toEqual([stderr.trim()]);
    expect(filesBelow(out)).toEqual(before.files);
    expect(statSync(join(out, 'dev/shop/worker/deployment.worker.yaml')).ino).toBe(before.inode);
    expect(readdirSync(join(out, '..'))).toEqual(['dist']);
  });

  it('refuses a folder that holds anything else', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'README.md'), 'mine');
    expect(await synth('working', out)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${out} holds README.md, which synth did not write and would remove; give it a folder of its own\n`,
    });
    expect(Object.fromEntries(filesBelow(out))).toEqual({ 'README.md': 'mine' });
  });

  it('says where it looked for a platform that is not there', async () => {
    const { code, stderr } = await synth('missing', join(temporaryFolder(), 'dist'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: there is no .*missing\.ts; run from the project's folder, or give --platform FILE/);
  });
});

describe('evenkeel check', () => {
  const check = (platform: string, out: string, ...options: readonly string[]) =>
    runNode(['bin/evenkeel.js', 'check', '--platform', `test/fixtures/platforms/${platform}.ts`, '--out', out, ...options]);

  it('says what it has looked at and what is accepted, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await check('accepting', join(folder, 'dist'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [dev, cluster] = synthesize(accepting);
    expect(stdout.split('\n')).toEqual([
      `dev           ${dev?.manifests.length} objects, ${CHECKS.length} checks, ${dev?.accepted.length} accepted exceptions`,
      `cluster-eu-1  ${cluster?.manifests.length} objects, ${CHECKS.length} checks, 0 accepted exceptions`,
      NO_REPOSITORY,
      ...ACCEPTED,
      '',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells the problems that synth tells', async () => {
    const { code, stdout, stderr } = await check('broken', join(temporaryFolder(), 'dist'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`${problemsOf(() => synthesize(broken)).length} problems:`);
  });
  it('compares with the revision that it is given, and with HEAD', async () => {
    const { folder, commit } = temporaryRepository();
    const out = join(folder, 'dist');
    await synth('working', out);
    const file = join(out, 'cluster-eu-1/cluster/priority-classes/priorityclass.evenkeel-data.yaml');
    const yaml = readFileSync(file, 'utf8');
    writeFileSync(file, yaml.replace('value: 1000000', 'value: 5'));
    const base = commit();
    expect((await check('working', out)).code).toBe(1);
    writeFileSync(file, yaml);
    commit();
    expect(await check('working', out)).toMatchObject({ code: 0, stdout: expect.not.stringContaining('not compared') });
    const { code, stderr } = await check('working', out, '--base', base);
    expect(code).toBe(1);
    expect(stderr).toContain('PriorityClass "evenkeel-data": value cannot be changed');
  });

  it('says where there is nothing to compare with, and refuses a revision that it is given and git cannot read', async () => {
    const { folder, commit } = temporaryRepository();
    const out = join(folder, 'dist');
    const notCompared = async (...options: readonly string[]) => {
      const { stdout } = await check('working', out, ...options);
      return stdout.split('\n').filter((line) => line.startsWith('immutable'));
    };
    expect(await notCompared()).toEqual(['immutable: not compared (fatal: Not a valid object name HEAD)']);
    commit();
    expect(await notCompared()).toEqual([`immutable: not compared (git has no ${out} in HEAD)`]);
    expect(await notCompared('--base', 'HEAD')).toEqual([`immutable: not compared (git has no ${out} in HEAD)`]);
    expect(await check('working', out, '--base', 'origin/main')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'git cannot read revision "origin/main": fatal: Not a valid object name origin/main; give a commit, branch or tag that has it (git fetch brings others\' branches)\n',
    });
  });
});
