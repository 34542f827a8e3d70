import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scalePrometheus, setDemand, startMetrics } from './harness/demand.js';
import { getJson, waitFor } from './harness/kubectl.js';
import { stopPrometheus } from './harness/prometheus.js';
import { discard, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { reach, readyCount, SCALING } from './harness/scaled.js';

/** Five fields of a time that is so many minutes from now. */
const inMinutes = (minutes: number) => {
  const at = new Date(Date.now() + minutes * 60_000);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
};

describe.concurrent('scaling', () => {
  beforeAll(async () => {
    await startMetrics();
    for (const component of ['metered', 'sleeper', 'batch']) await setDemand(component, 0);
    process.env.E2E_CRON = `${inMinutes(3)}|${inMinutes(5)}`;
    await up('scaling', 'scaling');
  });
  afterAll(async () => {
    await discard('scaling');
    await stopPrometheus();
  });

  test('by a Prometheus query: 1 to 5 and back, 0 to 1 and back, Jobs for what waits; by its fallback while Prometheus is dead', async () => {
    expect(await readyCount('metered')).toBe(1);
    expect(await readyCount('sleeper')).toBe(0);
    await setDemand('metered', 50);
    await setDemand('sleeper', 5);
    await setDemand('batch', 1);
    const [oneToFive, zeroToOne] = await Promise.all([reach('metered', 5, 180), reach('sleeper', 1, 120), reachJobs(1)]);
    await setDemand('metered', 0);
    await setDemand('sleeper', 0);
    await setDemand('batch', 0);
    const [fiveToOne, oneToZero] = await Promise.all([reach('metered', 1, 480), reach('sleeper', 0, 240)]);

    await scalePrometheus(0);
    const toFallback = await reach('metered', 3, 240);
    await scalePrometheus(1);
    const backFromFallback = await reach('metered', 1, 480);
    await writeResult('keda', { seconds: { oneToFive, fiveToOne, zeroToOne, oneToZero, toFallback, backFromFallback } });
  });

  test('by a schedule: 3 from its start to its end', async () => {
    await reach('punctual', 1, 60);
    const toStart = await reach('punctual', 3, 420);
    const toEnd = await reach('punctual', 1, 480);
    await writeResult('keda-cron', { seconds: { toStart, toEnd } });
  });
});

const reachJobs = (succeeded: number) =>
  waitFor(`${succeeded} finished Jobs of batch`, 120, async () => {
    const { items } = await getJson<{ items: { status: { succeeded?: number } }[] }>(
      'jobs',
      '-n',
      SCALING,
      '-l',
      'scaledjob.keda.sh/name=batch',
    );
    return items.filter(({ status }) => status.succeeded === 1).length >= succeeded;
  });
