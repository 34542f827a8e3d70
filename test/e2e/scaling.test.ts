import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scalePrometheus, setDemand, startMetrics, stopMetrics } from './harness/demand.js';
import { getJson, waitFor } from './harness/kubectl.js';
import { startLoad } from './harness/load.js';
import { readyPods } from './harness/pods.js';
import { destroy, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';

const NAMESPACE = 'acme-scaling';
const readyCount = async (component: string) => (await readyPods(NAMESPACE, `app.kubernetes.io/instance=${component}`)).length;

/** Seconds until the component has so many ready pods. */
async function reach(component: string, count: number, within: number): Promise<number> {
  const started = Date.now();
  await waitFor(`${count} ready pods of ${component}`, within, async () => {
    const ready = await readyCount(component);
    if (ready !== count) throw new Error(`${ready} are ready`);
    return true;
  });
  return Math.round((Date.now() - started) / 1000);
}

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
    await destroy('scaling', 'scaling');
    await stopMetrics();
  });

  test('by CPU: up within a minute of load, down again after it, and no request fails', async () => {
    expect(await readyCount('busy')).toBe(2);
    const target = { name: 'busy', port: 9898 };
    const heavy = await startLoad({ namespace: NAMESPACE, target, path: '/', rate: 300, clients: [{}, {}] });
    const began = Date.now();
    await waitFor('more pods than the least', 120, async () => (await readyCount('busy')) > 2);
    const secondsUp = Math.round((Date.now() - began) / 1000);
    const peak = await waitFor('as many pods as the load needs', 120, async () => {
      const ready = await readyCount('busy');
      return ready >= 4 && ready;
    });
    // Whoever deploys meanwhile leaves the count alone.
    expect((await up('scaling', 'scaling')).changes).toEqual([]);
    expect(await readyCount('busy')).toBeGreaterThanOrEqual(peak);
    const most = await readyCount('busy');
    const upwards = await heavy.stop();

    const light = await startLoad({ namespace: NAMESPACE, target, path: '/', rate: 10, clients: [{}] });
    const secondsDown = await reach('busy', 2, 480);
    const downwards = await light.stop();
    await writeResult('hpa', {
      from: 2,
      to: most,
      secondsUp,
      secondsDown,
      up: { sent: upwards.sent, failed: upwards.failed, errors: upwards.errors },
      down: { sent: downwards.sent, failed: downwards.failed, errors: downwards.errors },
    });
    expect(secondsUp).toBeLessThanOrEqual(60);
    expect([upwards.errors, downwards.errors]).toEqual([{}, {}]);
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
      NAMESPACE,
      '-l',
      'scaledjob.keda.sh/name=batch',
    );
    return items.filter(({ status }) => status.succeeded === 1).length >= succeeded;
  });
