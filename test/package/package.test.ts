import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installExternal, root } from './installed.js';

const MINUTE = 60_000;
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

let external: Installed;
beforeAll(() => {
  external = installExternal();
}, 5 * MINUTE);
afterAll(() => external?.remove());

describe('the package', () => {
  test('holds the command, the built library and the texts, and nothing else', () => {
    const expected =
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/[\w-]+\.js|docs\/(runbooks\/)?[\w-]+\.md|build\/(lib|stacks\/bridge)\/[\w./-]+\.(js|d\.ts))$/;
    expect(external.packed.filter((path) => !expected.test(path))).toEqual([]);
    expect(external.packed).toEqual(expect.arrayContaining(['LICENSE', 'CHANGELOG.md', 'README.md', 'bin/evenkeel.js']));
  });

  test('has types for every module', () => {
    const modules = external.packed.filter((path) => /^build\/.*\.js$/.test(path));
    expect(modules.filter((path) => !external.packed.includes(path.replace(/js$/, 'd.ts')))).toEqual([]);
  });

  test('has every file that its exports and its command name', () => {
    const { bin, exports } = json(join(external.package, 'package.json'));
    const files = [...JSON.stringify([bin, exports]).matchAll(/:"(?:\.\/)?([\w./-]+)"/g)].map(([, path = '']) => path);
    expect(files.filter((path) => !external.packed.includes(path))).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(8);
  });

  test('has every page that an alert, a message or a docstring names', () => {
    const named = external.packed
      .filter((path) => path.startsWith('build/'))
      .flatMap((path) => readFileSync(join(external.package, path), 'utf8').match(/(?<![\w./-])docs\/[\w/-]+\.md/g) ?? []);
    expect(named).toEqual(expect.arrayContaining(['docs/immutable-fields.md', 'docs/runbooks/redis.md', 'docs/runbooks/workloads.md']));
    expect(named.filter((path) => !external.packed.includes(path))).toEqual([]);
  });

  test('points to nothing outside itself: no source maps, no path of the machine that built it, no import of a file it lacks', () => {
    const wrong = external.packed.flatMap((path) => {
      const text = readFileSync(join(external.package, path), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+\.js)'/g)].map(([, to = '']) => join(path, '..', to));
      return [
        ...(text.includes('sourceMappingURL') ? [`${path}: a source map`] : []),
        ...(text.includes(root) ? [`${path}: ${root}`] : []),
        ...(path.startsWith('build/') ? imports.filter((to) => !external.packed.includes(to)).map((to) => `${path}: ${to}`) : []),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a second repository', () => {
  test('knows the package only: no import leaves its folder', () => {
    const sources = external.files.filter((path) => path.endsWith('.ts'));
    const imports = sources.flatMap((path) => {
      const text = readFileSync(join(external.project, path), 'utf8');
      return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) => join(path, '..', to));
    });
    expect(sources.length).toBeGreaterThanOrEqual(4);
    expect(imports.filter((to) => to.startsWith('..'))).toEqual([]);
  });

  test('asks for the versions that the library is developed with', () => {
    const own = json(join(root, 'package.json'));
    const { dependencies, devDependencies } = json(join(external.project, 'package.json'));
    const { evenkeel, ...asked } = { ...dependencies, ...devDependencies };
    expect({ ...own.dependencies, ...own.devDependencies }).toMatchObject(asked);
    expect(evenkeel).toBe(`file:../../evenkeel-${own.version}.tgz`);
  });

  test('imports evenkeel, evenkeel/pulumi and evenkeel/testing as modules, with one instance of constructs', () => {
    const { stdout, stderr, status } = external.node('--input-type=module', '--eval', IMPORTS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ evenkeel: 'function', pulumi: 'function', testing: 'function', sameConstruct: true });
  });

  test('type-checks, with the declarations of the package themselves', { timeout: 2 * MINUTE }, () => {
    const { stdout, status } = external.node('node_modules/typescript/bin/tsc', '--noEmit', '--skipLibCheck', 'false');
    expect({ status, ours: stdout.split('\n').filter((line) => !line.includes('node_modules/@') && line !== '') }).toEqual({
      status: 0,
      ours: [],
    });
  });

  test('synthesizes one file per object below dist, and the same again', { timeout: MINUTE }, () => {
    const first = external.evenkeel('synth');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(external.dist()).toEqual(TREE);
    const again = external.evenkeel('synth');
    expect(again.stdout).toMatch(/^live {5}\d+ objects: 0 written, 0 removed, \d+ unchanged {2}sha256:\w{12}$/m);
  });

  test('takes the image of a test cluster from the variable that its environment reads', { timeout: MINUTE }, () => {
    const { status } = external.evenkeel('synth', '--out', 'dist-test', { GUESTBOOK_IMAGE: 'registry.example.com/podinfo:6.9.2' });
    expect(status).toBe(0);
    const yaml = readFileSync(join(external.project, 'dist-test/live/guestbook/page/deployment.page.yaml'), 'utf8');
    expect(yaml).toContain('image: registry.example.com/podinfo:6.9.2\n          imagePullPolicy: IfNotPresent\n');
  });

  test('is told every problem at once, without a stack trace, and the command exits with 1', { timeout: MINUTE }, () => {
    external.write('apps/broken.ts', BROKEN);
    const { status, stdout, stderr } = external.evenkeel('synth', '--platform', 'apps/broken.ts', '--out', 'dist-broken');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('3 problems:');
    expect(stderr).toContain('web-service "page": scaling.min 3 leaves no room below max 2');
    expect(stderr).toContain('has the tag "latest"');
    expect(stderr).toContain('port 80 (http) is not one that a user other than root may listen on');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(external.files).not.toContain('dist-broken');
  });

  test.for([
    ['synth --platform apps/none.ts', /there is no .*apps\/none\.ts; run from the project's folder/],
    ['synth --platform=apps/unreadable.ts', /apps\/unreadable\.ts:1:24/],
    ['sink', /unknown command 'sink'/],
  ] as const)('is told what is wrong with `evenkeel %s`, and the command exits with 1', { timeout: MINUTE }, ([args, message]) => {
    external.write('apps/unreadable.ts', 'export const platform = ;\n');
    const { status, stderr } = external.evenkeel(...args.split(' '));
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

const IMPORTS = `
import { Construct } from 'constructs';
import { Component, synthesize } from 'evenkeel';
import { deploy } from 'evenkeel/pulumi';
import { synthesizeApps } from 'evenkeel/testing';
const sameConstruct = Component.prototype instanceof Construct;
console.log(JSON.stringify({ evenkeel: typeof synthesize, pulumi: typeof deploy, testing: typeof synthesizeApps, sameConstruct }));
`;

const BROKEN = `
import type { Construct } from 'constructs';
import { Chart, type Environment, WebService, Worker } from 'evenkeel';
import { clusters, environments } from '../stacks/environments.js';

class Broken extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'broken', environment);
    new WebService(this, 'page', { image: 'ghcr.io/acme/page:1.0.0', port: 80, scaling: { min: 3, max: 2 } });
    new Worker(this, 'reader', { image: 'ghcr.io/acme/reader:latest' });
  }
}
export const platform = { clusters, environments, apps: [Broken] };
`;

const TREE = [
  'cluster/cluster/priority-classes/priorityclass.evenkeel-batch.yaml',
  'cluster/cluster/priority-classes/priorityclass.evenkeel-data.yaml',
  'cluster/cluster/priority-classes/priorityclass.evenkeel-service.yaml',
  'live/environment/namespace/limitrange.defaults.yaml',
  'live/environment/namespace/namespace.guestbook.yaml',
  'live/environment/namespace/networkpolicy.allow-dns.yaml',
  'live/environment/namespace/networkpolicy.default-deny.yaml',
  'live/guestbook/page/deployment.page.yaml',
  'live/guestbook/page/horizontalpodautoscaler.page.yaml',
  'live/guestbook/page/networkpolicy.page-from-reader.yaml',
  'live/guestbook/page/poddisruptionbudget.page.yaml',
  'live/guestbook/page/service.page.yaml',
  'live/guestbook/page/serviceaccount.page.yaml',
  'live/guestbook/reader/deployment.reader.yaml',
  'live/guestbook/reader/networkpolicy.reader-to-page.yaml',
  'live/guestbook/reader/poddisruptionbudget.reader.yaml',
  'live/guestbook/reader/serviceaccount.reader.yaml',
];
