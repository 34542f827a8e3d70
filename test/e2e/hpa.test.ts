import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from './harness/kubectl.js';
import { startLoad } from './harness/load.js';
import { discard, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { reach, readyCount, SCALING } from './harness/scaled.js';

/** Apart from the other ways to scale: its load must have the machine to itself. */
describe('scaling by CPU', () => {
  beforeAll(async () => {
    await up('scaling', 'scaling');
  });
  afterAll(async () => {
    await discard('scaling');
  });

  test('up within a minute of load, down again after it, and no request fails', async () => {
    expect(await readyCount('busy')).toBe(2);
    const target = { name: 'busy', port: 9898 };
    const heavy = await startLoad({ namespace: SCALING, target, path: '/', rate: 300, clients: [{}, {}] });
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

    const light = await startLoad({ namespace: SCALING, target, path: '/', rate: 10, clients: [{}] });
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
});
