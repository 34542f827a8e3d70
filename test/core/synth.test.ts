import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { digest } from '../../lib/core/synth.js';
import { type AppClass, EvenkeelError, ScheduledTask, synthesize, WebService, Worker } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { appOf, IMAGE, problemsOf, refusal, synth } from '../support/apps.js';

const staging = { ...testEnvironment, name: 'staging', namespace: 'staging', tier: 'staging' as const };
const inBoth = (...apps: readonly AppClass[]) =>
  synthesize({ clusters: [{ name: 'test' }], environments: [testEnvironment, staging], apps });

describe('a run with problems', () => {
  const broken = appOf((chart) => {
    new WebService(chart, 'Api', { image: 'ghcr.io/acme/api', port: 80, scaling: { min: 3, max: 3 }, metrics: 'none' });
    new ScheduledTask(chart, 'report', { image: 'ghcr.io/acme/api:latest', schedule: '@daily' });
  });

  it('tells all of them at once, each once with the stacks concerned', () => {
    expect(problemsOf(() => inBoth(broken))).toEqual([
      '[test, staging] web-service "Api": a name is lower-case letters, digits and "-", starts with a letter and ends with a letter or digit (got "Api"); rename it',
      '[test, staging] web-service "Api": scaling.min 3 leaves no room below max 3; raise max, or use scaling: { replicas: 3 }',
      '[test, staging] web-service "Api": port 80 (http) is not one that a user other than root may listen on; use 1024 to 65535',
      '[test] web-service "Api": image ghcr.io/acme/api has no tag; add it to the releases of environment "test" or write ghcr.io/acme/api:<tag>',
      '[test, staging] scheduled-task "report": schedule has five fields: minute, hour, day, month, weekday (got "@daily"); write it like "0 3 * * 1-5"',
      '[test, staging] scheduled-task "report": image ghcr.io/acme/api has the tag "latest", which names another image every day; use a version',
      '[staging] web-service "Api": image ghcr.io/acme/api has no tag; add it to the releases of environment "staging" or write ghcr.io/acme/api:<tag>',
    ]);
  });

  it('has a message with a line for each, or the sentence itself where there is one', () => {
    expect(new EvenkeelError(['a', 'b']).message).toBe('2 problems:\n  - a\n  - b');
    expect(new EvenkeelError(['a']).message).toBe('a');
    expect(new EvenkeelError(['a'])).toMatchObject({ name: 'EvenkeelError', problems: ['a'] });
  });

  it('names only the environment that has the problem', () => {
    const image = 'ghcr.io/acme/api';
    const released = { ...staging, releases: { [image]: { tag: '1.0' } } };
    const app = appOf((chart) => new Worker(chart, 'worker', { image }));
    expect(problemsOf(() => synthesize({ clusters: [{ name: 'test' }], environments: [testEnvironment, released], apps: [app] }))).toEqual([
      `[test] worker "worker": image ${image} has no tag; add it to the releases of environment "test" or write ${image}:<tag>`,
    ]);
  });
});

describe('the files of a stack', () => {
  const apps = synth((chart) => {
    const backend = new WebService(chart, 'backend', { image: IMAGE, port: 8080 });
    new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [backend] });
  });

  it('are one per object, by application, component, kind and name', () => {
    expect(apps.stack.files.size).toBe(apps.stack.manifests.length);
    expect([...apps.stack.files.keys()]).toContain('shop/backend/networkpolicy.backend-from-api.yaml');
    expect([...apps.stack.files.keys()]).toContain('environment/namespace/namespace.test.yaml');
  });

  it('stand with the component whose edge they are, whoever made them', () => {
    const owners = apps.stack.manifests.map(({ component, object }) => [object.metadata.name, component]);
    expect(owners).toContainEqual(['api-to-backend', 'api']);
    expect(owners).toContainEqual(['backend-from-api', 'backend']);
  });

  it('are the same, byte by byte, when they are made again', () => {
    const again = () =>
      synth((chart) => {
        const backend = new WebService(chart, 'backend', { image: IMAGE, port: 8080 });
        new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [backend] });
      }).stack;
    expect([...again().files]).toEqual([...apps.stack.files]);
    expect(again().digest).toBe(apps.stack.digest);
  });

  it('are the same whether or not a component is nested in a construct', () => {
    const nested = synth((chart) => {
      const backend = new WebService(new Construct(chart, 'group'), 'backend', { image: IMAGE, port: 8080 });
      new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [backend] });
    });
    expect(nested.stack.digest).toBe(apps.stack.digest);
  });

  it('never lose an object: two of one kind and name are refused, wherever they were made', () => {
    const twice = (chart: Construct) => {
      const extras = new Construct(chart, 'extras');
      for (const id of ['a', 'b'])
        new ApiObject(extras, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same' }, data: { id } });
    };
    expect(refusal(twice).join()).toContain('ConfigMap "same"');
  });

  it('never lose an object: two kinds of one name in two API groups are refused in one component', () => {
    const both = (chart: Construct) => {
      const extras = new Construct(chart, 'extras');
      new ApiObject(extras, 'a', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'same' } });
      new ApiObject(extras, 'b', { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'same' } });
    };
    expect(refusal(both)).toEqual([
      '[test] Service "same" of v1 and of serving.knative.dev/v1 share the file shop/extras/service.same.yaml; rename one of them',
    ]);
  });
});

describe('two applications of one name', () => {
  it('are refused in a sentence, not by constructs', () => {
    const one = appOf((chart) => new Worker(chart, 'one', { image: IMAGE }));
    const two = appOf((chart) => new Worker(chart, 'two', { image: IMAGE }));
    expect(problemsOf(() => inBoth(one, two)).join()).toContain('"shop"');
  });
});

describe('the digest', () => {
  it('is the same whatever the order of the files', () => {
    const files: [string, string][] = [
      ['a/b', '1'],
      ['a/c', '2'],
      ['b', '3'],
    ];
    expect(digest(new Map(files))).toBe(digest(new Map(files.toReversed())));
    expect(digest(new Map(files))).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each<[string, [string, string][]]>([
    ['a byte', [['a', '2']]],
    ['a path', [['b', '1']]],
    [
      'another file',
      [
        ['a', '1'],
        ['b', ''],
      ],
    ],
    ['no file', []],
    ['where a path ends', [['a1', '']]],
  ])('changes with %s', (_, files) => {
    expect(digest(new Map(files))).not.toBe(digest(new Map([['a', '1']])));
  });
});
