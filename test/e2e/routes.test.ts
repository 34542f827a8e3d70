import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadResult, startLoad } from './harness/load.js';
import { discard, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { RATE } from './harness/runs.js';

/** A share of 10 % is then measured to within 1 %. */
const REQUESTS = 10_000;

/** Requests as they come from outside: through the Gateway's Service, for the route's host. Counted by the version that answers. */
const throughGateway = () =>
  startLoad({
    namespace: 'traefik',
    target: { name: 'traefik', port: 80, labels: { app: 'traefik' } },
    host: 'web.routes.example.com',
    tally: '"hostname": "(web-canary|web-green|web)-',
    path: '/',
    rate: RATE,
    clients: [{}, {}],
  });

const shown = ({ sent, failed, errors, tally }: LoadResult) => ({ sent, failed, errors, tally });

describe('routes', () => {
  beforeAll(async () => {
    await up('routes', 'routes');
  });
  afterAll(async () => {
    await discard('routes');
  });

  test('a canary gets its share of 10,000 requests, and none any more when its weight is 0', async () => {
    const bringing = await throughGateway();
    await up('routes', 'routes-canary');
    const brought = await bringing.stop();

    const load = await throughGateway();
    await load.until(REQUESTS);
    const split = await load.stop();
    const share = (split.tally['web-canary'] ?? 0) / split.ok;

    const withdrawing = await throughGateway();
    await up('routes', 'routes-canary-off');
    const withdrawn = await withdrawing.stop();
    const after = await throughGateway();
    await after.until(1_000);
    const off = await after.stop();

    const removing = await throughGateway();
    await up('routes', 'routes');
    const removed = await removing.stop();
    await writeResult('canary', {
      weight: 10,
      share,
      split: shown(split),
      changes: [brought, withdrawn, removed].map(shown),
      off: shown(off),
    });
    expect(split.sent).toBeGreaterThanOrEqual(REQUESTS);
    expect(share).toBeGreaterThanOrEqual(0.09);
    expect(share).toBeLessThanOrEqual(0.11);
    expect(Object.keys(off.tally)).toEqual(['web']);
    expect([brought, split, withdrawn, off, removed].map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0]);
  });

  test('a switch from blue to green and back fails no request', async () => {
    await up('routes', 'routes-blue');
    const results: LoadResult[] = [];
    for (const [variant, version] of [
      ['routes-green', 'web-green'],
      ['routes-blue', 'web'],
    ] as const) {
      const switching = await throughGateway();
      await up('routes', variant);
      results.push(await switching.stop());
      const after = await throughGateway();
      await after.until(1_000);
      const settled = await after.stop();
      results.push(settled);
      expect(Object.keys(settled.tally)).toEqual([version]);
    }
    await writeResult('blue-green', { rate: RATE, results: results.map(shown) });
    expect(results.map(({ failed }) => failed)).toEqual(results.map(() => 0));
  });
});
