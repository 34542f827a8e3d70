import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../lib/index.js';
import { documented, raised, ruleOf } from './harness/alerts.js';
import { getJson, kubectl, waitFor } from './harness/kubectl.js';
import { removeNamespace } from './harness/namespaces.js';
import { sqlOf } from './harness/postgres.js';
import { query, startPrometheus, stopPrometheus } from './harness/prometheus.js';
import { up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { platformOf } from './variants.js';

const STACK = 'postgres-backup';
const NAMESPACE = 'acme-postgres-backup';
const OFTEN = 'postgres-backup-often';

const alerts = synthesize(platformOf(OFTEN), STACK)
  .flatMap(({ components }) => components.filter(({ name }) => name === 'orders-db'))
  .flatMap((component) => component.alerts);

interface Job {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[] };
  readonly status: { readonly succeeded?: number; readonly startTime?: string; readonly completionTime?: string };
}

const sql = sqlOf(NAMESPACE);
const archived = () => sql('orders-db', 'SELECT archived_count FROM pg_stat_archiver').then(Number);

/** What the CronJob's clock has started, not this test. */
const scheduled = async (cronJob: string): Promise<readonly Job[]> =>
  (await getJson<{ items: Job[] }>('jobs', '-n', NAMESPACE)).items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ kind, name }) => kind === 'CronJob' && name === cronJob),
  );
const succeeds = (cronJob: string, seconds: number) =>
  waitFor(`a run of ${cronJob} to succeed`, seconds, async () => {
    const runs = await scheduled(cronJob);
    const [good] = runs.filter(({ status }) => status.succeeded === 1);
    if (!good) throw new Error(`${runs.length} runs, none has succeeded`);
    return good;
  });
const secondsOf = ({ status: { startTime = '', completionTime = '' } }: Job) => (Date.parse(completionTime) - Date.parse(startTime)) / 1000;

describe('backups of PostgreSQL', () => {
  beforeAll(async () => {
    await up(STACK, OFTEN);
    await startPrometheus({ scrapeConfigs: documented(), rules: alerts.map(ruleOf) });
  });
  const seconds: Record<string, number> = {};
  afterAll(async () => {
    await stopPrometheus();
    await removeNamespace(NAMESPACE);
  });

  test('are taken by their schedule, and so is the drill that restores the newest', async () => {
    await sql('orders-db', 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS row');
    seconds.backup = secondsOf(await succeeds('orders-db-backup', 240));
    const drill = await succeeds('orders-db-restore-drill', 420);
    seconds.drill = secondsOf(drill);

    const report = (await kubectl('logs', '-n', NAMESPACE, `job/${drill.metadata.name}`)).trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(report)).toMatchObject({ databases: expect.any(Number), tables: expect.any(Number) });
  });

  test('cost no write while the store is down, and go on when it is back', async () => {
    await waitFor('the count of failures', 60, async () => (await query('pg_stat_archiver_failed_count')).length > 0);
    const isRaised = async () => (await raised('pending|firing')).has('PostgresArchiveFailing');
    // What failed before the store was there counts for five minutes.
    await waitFor('no alert of the archive', 360, async () => !(await isRaised()));
    await kubectl('scale', 'statefulset', 'store', '-n', NAMESPACE, '--replicas=0');
    await kubectl('wait', '--for=delete', 'pod/store-0', '-n', NAMESPACE, '--timeout=60s');
    await sql('orders-db', 'CREATE TABLE meanwhile AS SELECT generate_series(1, 1000) AS row');
    await sql('orders-db', 'SELECT pg_switch_wal()');
    const failures = () => sql('orders-db', 'SELECT failed_count FROM pg_stat_archiver').then(Number);
    const before = await failures();
    await waitFor('the archiver to fail', 120, async () => (await failures()) > before);
    // It fires after ten minutes of that.
    await waitFor('its alert to be pending', 60, isRaised);
    expect(await sql('orders-db', 'SELECT count(*) FROM meanwhile')).toBe('1000');

    const kept = await archived();
    await kubectl('scale', 'statefulset', 'store', '-n', NAMESPACE, '--replicas=1');
    await waitFor('WAL to be archived again', 240, async () => (await archived()) > kept);
  });

  test('give a second cluster the state of a moment, and leave the first alone', async () => {
    await sleep(2000);
    process.env.E2E_RESTORE_AT = new Date().toISOString();
    await sleep(2000);
    await sql('orders-db', 'DROP TABLE kept');
    const kept = await archived();
    await sql('orders-db', 'SELECT pg_switch_wal()');
    await waitFor('the mistake to be archived', 120, async () => (await archived()) > kept);

    seconds.copy = Math.round((await up(STACK, 'postgres-backup-copy')).seconds);

    expect(await sql('orders-copy', 'SELECT count(*) FROM kept')).toBe('1000');
    expect(await sql('orders-copy', 'SELECT count(*) FROM meanwhile')).toBe('1000');
    expect(await sql('orders-db', "SELECT to_regclass('kept') IS NULL")).toBe('t');
    await writeResult('backup', { seconds });
  });
});
