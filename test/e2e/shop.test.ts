import { afterAll, describe, expect, test } from 'vitest';
import { getJson, kubectl, secretData, waitFor } from './harness/kubectl.js';
import { sqlOf } from './harness/postgres.js';
import { destroy, discard, refresh, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { RUNS } from './harness/runs.js';

const DEV = 'acme-dev';
const MEBIBYTE = 2 ** 20;

interface Pod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly phase: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
interface PodMetrics {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly containers: readonly { readonly usage: { readonly memory: string } }[];
  }[];
}

const DATA = new Set(['cache', 'events-broker', 'events-controller', 'orders-db']);
const dataPods = async () =>
  (await getJson<{ items: Pod[] }>('pods', '-n', DEV)).items.filter(({ metadata }) =>
    DATA.has(metadata.labels['app.kubernetes.io/name'] ?? ''),
  );

const sql = (statement: string) => sqlOf(DEV)('orders-db', statement);

describe('the reference application, data and all', () => {
  afterAll(async () => {
    await discard('dev');
  });

  test('comes up from nothing with every pod ready, and a second up changes nothing', async () => {
    const { seconds, changes } = await up('dev', 'shop-with-data');
    expect((await up('dev', 'shop-with-data')).changes).toEqual([]);
    expect((await refresh('dev', 'shop-with-data')).outputs).toEqual({ same: expect.any(Number) });

    const pods = await dataPods();
    expect(pods).toHaveLength(12);
    for (const { metadata, status } of pods) {
      expect([metadata.name, status.conditions?.find(({ type }) => type === 'Ready')?.status]).toEqual([metadata.name, 'True']);
    }
    const memoryMebibytes = await memory();
    await writeResult('shop-from-nothing', { resources: changes.length, seconds: Math.round(seconds), memoryMebibytes });
    expect(seconds).toBeLessThanOrEqual(240);
    expect(memoryMebibytes).toBeLessThanOrEqual(2500);
  });

  // Brokers that all go at once use up their grace: minutes, for a campaign.
  test.runIf(RUNS > 1)('keeps its rows and passwords when it is destroyed and deployed again', async () => {
    await sql('CREATE TABLE kept AS SELECT generate_series(1, 1000) AS row');
    const passwords = await secretData(DEV, 'orders-db-credentials');

    await destroy('dev', 'shop-with-data');
    expect((await dataPods()).filter(({ status }) => status.phase === 'Running')).toEqual([]);
    await up('dev', 'shop-with-data');

    expect(await sql('SELECT count(*) FROM kept')).toBe('1000');
    expect(await secretData(DEV, 'orders-db-credentials')).toEqual(passwords);
  });
});

/** What the pods of the three data services use together, once the metrics API knows all of them. */
const memory = () =>
  waitFor('the memory of every data pod', 120, async () => {
    const names = new Set((await dataPods()).map(({ metadata }) => metadata.name));
    const { items } = JSON.parse(await kubectl('get', '--raw', `/apis/metrics.k8s.io/v1beta1/namespaces/${DEV}/pods`)) as PodMetrics;
    const measured = items.filter(({ metadata }) => names.has(metadata.name));
    if (measured.length < names.size) throw new Error(`${measured.length} of ${names.size} are measured`);
    const bytes = measured.flatMap(({ containers }) => containers).reduce((sum, { usage }) => sum + kibibytes(usage.memory) * 1024, 0);
    return Math.round(bytes / MEBIBYTE);
  });

/** The metrics API writes memory in Ki. */
const kibibytes = (quantity: string): number => {
  const [, digits] = /^(\d+)Ki$/.exec(quantity) ?? [];
  if (digits === undefined) throw new Error(`memory is ${quantity}, which is not in Ki`);
  return Number(digits);
};
