import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { type Chart, type Environment, MigrationTask, type Scaling, Secret, WebService, Worker } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { objectsIn, type Registration, register } from '../../support/bridge.js';
import { defined } from '../../support/objects.js';
import { Store } from '../../support/store.js';

const statefulSet = (chart: Chart) =>
  new ApiObject(new Construct(chart, 'db'), 'set', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec: {} });
const claim = (chart: Chart) =>
  new ApiObject(new Construct(chart, 'db'), 'claim', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'db' },
    spec: {},
  });
const stateless = (chart: Chart) =>
  new Worker(chart, 'worker', { image: IMAGE, env: { SESSION: Secret.derived('session'), KEY: Secret.fromConfig('key') } });

async function deployed(tier: Environment['tier'], config: Readonly<Record<string, string>>, ...parts: ((chart: Chart) => unknown)[]) {
  const { stack } = synth(
    (chart) => {
      for (const part of [stateless, ...parts]) part(chart);
    },
    { tier },
  );
  return objectsIn(await register(stack, { seed: 'test', key: 'test', ...config }));
}
const namesWhere = (registrations: readonly Registration[], test: (registration: Registration) => boolean) =>
  registrations
    .filter(test)
    .map(({ name }) => name)
    .sort();
const retained = (registrations: readonly Registration[]) => namesWhere(registrations, ({ retainOnDelete }) => retainOnDelete);
const isProtected = (registrations: readonly Registration[]) => namesWhere(registrations, ({ protect }) => protect);

describe('an environment without data', () => {
  it.each(['production', 'development'] as const)('in %s can be destroyed altogether', async (tier) => {
    const registrations = await deployed(tier, {});
    expect(retained(registrations)).toEqual([]);
    expect(isProtected(registrations)).toEqual([]);
  });
});

describe('an environment that holds data', () => {
  it.each([
    ['a StatefulSet', statefulSet, 'test/StatefulSet/db'],
    ['a claim', claim, 'test/PersistentVolumeClaim/db'],
  ])('of %s keeps its Namespace and Secrets, and in production protects them and the data', async (_, data, name) => {
    const registrations = await deployed('production', {}, data);
    expect(retained(registrations)).toEqual(['Namespace/test', 'test/Secret/worker']);
    expect(isProtected(registrations)).toEqual(['Namespace/test', name, 'test/Secret/worker'].sort());
  });

  it('of a data service keeps claims with its namespace, and its certificate with the other Secrets', async () => {
    const registrations = await deployed('production', {}, (chart) => new Store(chart));
    expect(retained(registrations)).toEqual(['Namespace/test', 'test/Secret/store-tls', 'test/Secret/worker']);
    expect(isProtected(registrations)).toEqual(['Namespace/test', 'test/Secret/store-tls', 'test/Secret/worker', 'test/StatefulSet/store']);
    const set = defined(registrations.find(({ name }) => name === 'test/StatefulSet/store'));
    expect(set.inputs.spec).toMatchObject({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' } });
  });

  it.each(['staging', 'development'] as const)('in %s keeps its Namespace and Secrets, and protects nothing', async (tier) => {
    const registrations = await deployed(tier, {}, statefulSet);
    expect(retained(registrations)).toEqual(['Namespace/test', 'test/Secret/worker']);
    expect(isProtected(registrations)).toEqual([]);
  });

  it('loses its protection by the key `unprotect`, and still keeps what it keeps', async () => {
    const registrations = await deployed('production', { unprotect: 'true' }, statefulSet);
    expect(retained(registrations)).toEqual(['Namespace/test', 'test/Secret/worker']);
    expect(isProtected(registrations)).toEqual([]);
    expect(isProtected(await deployed('production', { unprotect: 'false' }, statefulSet))).not.toEqual([]);
  });
});

describe('waiting', () => {
  const timeoutOf = async (build: (chart: Chart) => unknown, name: string) => {
    const registrations = objectsIn(await register(synth(build).stack));
    return defined(registrations.find((registration) => registration.name === name)).timeouts;
  };
  it.each<[string, Scaling, string]>([
    ['three replicas, one after another', { replicas: 3 }, `${3 * 200}s`],
    ['ten replicas, a quarter at a time', { replicas: 10 }, `${4 * 200}s`],
    ['as many as a scaler may have made, a quarter at a time', { min: 3, max: 12 }, `${4 * 200}s`],
  ])('lasts one progress deadline for new pods, and one for each round of %s', async (_, scaling, update) => {
    const build = (chart: Chart) => new Worker(chart, 'worker', { image: IMAGE, scaling });
    expect(await timeoutOf(build, 'test/Deployment/worker')).toEqual({ create: '200s', update });
  });

  it('follows the deadline that a rollout is given', async () => {
    const rollout = { progressDeadline: Duration.minutes(10) };
    const build = (chart: Chart) => new Worker(chart, 'worker', { image: IMAGE, rollout });
    expect(await timeoutOf(build, 'test/Deployment/worker')).toEqual({ create: '600s', update: '1800s' });
  });

  it('for a Service lasts as long as its slowest pods may take, where that is more than the ten minutes of the provider', async () => {
    const build = (minutes: number) => (chart: Chart) =>
      new WebService(chart, 'api', { image: IMAGE, port: 8080, rollout: { progressDeadline: Duration.minutes(minutes) } });
    expect(await timeoutOf(build(15), 'test/Service/api')).toEqual({ create: '900s', update: '900s' });
    expect(await timeoutOf(build(10), 'test/Service/api')).toEqual({ create: '', update: '' });
  });

  it('for members lasts as long as one may take to start, and for an update as long as all take in turn', async () => {
    const start = 120 + (30 * 10 + 3 * 10) + 10;
    expect(await timeoutOf((chart) => new Store(chart), 'test/StatefulSet/store')).toEqual({
      create: '600s',
      update: `${3 * (60 + start)}s`,
    });
    const slow = (chart: Chart) => new Store(chart, 'store', { startSeconds: 3600 });
    const slowStart = 120 + (3600 + 3 * 10) + 10;
    expect(await timeoutOf(slow, 'test/StatefulSet/store')).toEqual({ create: `${slowStart}s`, update: `${3 * (60 + slowStart)}s` });
    expect(await timeoutOf(slow, 'test/Service/store-peers')).toEqual({ create: `${slowStart}s`, update: `${slowStart}s` });
  });

  it('lasts as long as a migration may take, not the ten minutes of the provider', async () => {
    const build = (chart: Chart) => new MigrationTask(chart, 'migrate', { image: IMAGE, deadline: Duration.hours(2) });
    const timeouts = await timeoutOf(build, 'test/Job/migrate');
    for (const timeout of [timeouts?.create, timeouts?.update]) {
      expect(Number(/^(\d+)s$/.exec(timeout ?? '')?.[1])).toBeGreaterThanOrEqual(7200);
    }
  });
});
