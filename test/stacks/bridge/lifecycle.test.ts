import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { type Chart, type Environment, MigrationTask, Secret, WebService, Worker } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { objectsIn, type Registration, register } from '../../support/bridge.js';
import { defined } from '../../support/objects.js';

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
  const seconds = (timeouts: Registration['timeouts']) =>
    [timeouts?.create, timeouts?.update].map((text) => Number(/^(\d+)s$/.exec(text ?? '')?.[1]));

  it('lasts ten minutes for a small Deployment, as the provider’s own default does', async () => {
    const timeouts = await timeoutOf((chart) => new Worker(chart, 'worker', { image: IMAGE }), 'test/Deployment/worker');
    expect(timeouts).toEqual({ create: '600s', update: '600s' });
  });

  it('lasts a progress deadline for every replica of a large one', async () => {
    const build = (chart: Chart) => new Worker(chart, 'worker', { image: IMAGE, scaling: { replicas: 10 } });
    expect(await timeoutOf(build, 'test/Deployment/worker')).toEqual({ create: '1950s', update: '1950s' });
  });

  it('lasts for as many replicas as a scaler may have made', async () => {
    const build = (chart: Chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling: { min: 3, max: 12 } });
    const [, update] = seconds(await timeoutOf(build, 'test/Deployment/api'));
    expect(update).toBeGreaterThanOrEqual(12 * 195);
  });

  it('lasts as long as a migration may take, not the ten minutes of the provider', async () => {
    const build = (chart: Chart) => new MigrationTask(chart, 'migrate', { image: IMAGE, deadline: Duration.hours(2) });
    for (const timeout of seconds(await timeoutOf(build, 'test/Job/migrate'))) expect(timeout).toBeGreaterThanOrEqual(7200);
  });
});
