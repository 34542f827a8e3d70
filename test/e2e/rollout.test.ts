import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cordon, nodes, uncordon } from './harness/faults.js';
import { type LoadResult, startLoad } from './harness/load.js';
import { readyPods } from './harness/pods.js';
import { discard, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { RATE, REQUESTS, RUNS } from './harness/runs.js';
import type { Variant } from './variants.js';

const PROD = 'acme-prod';
const TRIAL = 'acme-trial';
const uids = async (namespace: string, component: string) =>
  (await readyPods(namespace, `app.kubernetes.io/instance=${component}`)).map(({ uid }) => uid);

/**
 * Rolls a component to another image under load; asserts that every one of its pods was replaced. Components with a fixed
 * count: where a scaler owns it, this load is a reason to scale.
 */
async function roll(stack: string, namespace: string, component: string, to: Variant, path = '/'): Promise<LoadResult> {
  const before = await uids(namespace, component);
  const load = await startLoad({ namespace, target: { name: component, port: 9898 }, path, rate: RATE, clients: [{}, {}] });
  await up(stack, to);
  await load.until(REQUESTS);
  const result = await load.stop();
  const after = await uids(namespace, component);
  expect(after.length).toBe(before.length);
  expect(after.filter((uid) => before.includes(uid))).toEqual([]);
  return result;
}

const shown = ({ sent, failed, errors, maxMillis, skipped }: LoadResult) => ({ sent, failed, errors, maxMillis, skipped });

describe('rolling updates under load', () => {
  beforeAll(async () => {
    await up('prod', 'shop');
  });
  afterAll(async () => {
    await discard('prod');
  });

  // In a sample, the roll of a service that ends at once, below, shows the same.
  test.runIf(RUNS > 1)(`no request fails while every pod is replaced, ${RUNS} times`, async () => {
    const runs: LoadResult[] = [];
    for (let run = 0; run < RUNS; run++) {
      runs.push(await roll('prod', PROD, 'backend', run % 2 === 0 ? 'shop-next' : 'shop'));
    }
    await writeResult('rolling-update', { rate: RATE, runs: runs.map(shown) });
    for (const { sent, failed, skipped } of runs) {
      expect(sent).toBeGreaterThanOrEqual(REQUESTS);
      expect({ failed, skipped }).toEqual({ failed: 0, skipped: 0 });
    }
    if (RUNS % 2 === 1) await up('prod', 'shop');
  });

  test('a rollout ends while one node is cordoned', async () => {
    const [node] = await nodes();
    if (!node) throw new Error('the cluster has no node');
    await cordon(node);
    try {
      const { failed } = await roll('prod', PROD, 'backend', 'shop-next');
      const placed = await readyPods(PROD, 'app.kubernetes.io/instance=backend');
      expect(placed.map((pod) => pod.node)).not.toContain(node);
      expect(failed).toBe(0);
    } finally {
      await uncordon(node);
    }
  });

  test('of a service that ends at once on SIGTERM no request fails; without preStop and readiness (the control) some do', async () => {
    await up('trial', 'trial');
    const careful = await roll('trial', TRIAL, 'front', 'trial-next');
    await up('trial', 'trial-careless');
    const careless = await roll('trial', TRIAL, 'front', 'trial-careless-next');
    await writeResult('rolling-update-control', { rate: RATE, careful: shown(careful), run: shown(careless) });
    expect(careful.failed).toBe(0);
    expect(careless.failed).toBeGreaterThan(0);
    await discard('trial');
  });
});
