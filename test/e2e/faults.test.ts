import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drain, nodeReady, nodes, powerOff, powerOn, testbedAvailable, uncordon, waitForNode } from './harness/faults.js';
import { waitFor } from './harness/kubectl.js';
import { failuresBetween, startLoad } from './harness/load.js';
import { type PodFacts, pods, readyPods } from './harness/pods.js';
import { discard, type Outcome, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { RATE, REQUESTS, RUNS } from './harness/runs.js';
import type { Variant } from './variants.js';

const PROD = 'acme-prod';
const BACKEND = 'app.kubernetes.io/instance=backend';
const REPLICAS = 3;
/** Until a dead node's endpoints are dropped: kube-controller-manager's --node-monitor-grace-period. */
const GRACE_SECONDS = Number(process.env.E2E_NODE_MONITOR_GRACE ?? 50);
const target = { name: 'backend', port: 9898 };

const settled = () =>
  waitFor('every pod of the shop to be ready', 180, async () => {
    const all = await pods(PROD, 'app.kubernetes.io/part-of=shop');
    return all.length === 9 && all.every(({ ready, deletionTimestamp }) => ready && !deletionTimestamp) && all;
  });

describe('faults under load', () => {
  beforeAll(async () => {
    await up('prod', 'shop');
  });
  afterAll(async () => {
    await discard('prod');
  });
  afterEach(async () => {
    for (const node of await nodes()) await uncordon(node);
  });

  test(`the drain of ${RUNS > 1 ? 'each node in turn' : 'a node'} fails no request`, async () => {
    const results = [];
    const drained = RUNS > 1 ? await nodes() : (await nodes()).slice(-1);
    for (const node of drained) {
      await settled();
      const there = (await readyPods(PROD, BACKEND)).filter((pod) => pod.node === node);
      const load = await startLoad({ namespace: PROD, target, path: '/', rate: RATE, clients: [{}, {}] });
      const evicted = await drain(node);
      await waitFor(
        'full replicas elsewhere',
        120,
        async () => (await readyPods(PROD, BACKEND)).filter((pod) => pod.node !== node).length === REPLICAS,
      );
      await load.until(2_000);
      const { sent, failed, errors } = await load.stop();
      await uncordon(node);
      results.push({ node, evicted: evicted.filter((pod) => pod.startsWith(`${PROD}/`)).length, sent, failed, errors });

      expect(evicted).toEqual(expect.arrayContaining(there.map(({ name }) => `${PROD}/${name}`)));
    }
    await writeResult('drain', { rate: RATE, nodes: results });
    expect(results.some(({ evicted }) => evicted > 0)).toBe(true);
    expect(results.map(({ failed }) => failed)).toEqual(results.map(() => 0));
  });

  const turns = RUNS > 1 ? [1, 2, 3] : [3];
  test.runIf(testbedAvailable()).each(turns)('the power-off of node %i fails only what its endpoints got', async (number) => {
    const { result, during, bound, sentAfter, failedAfter, ...facts } = await losePower(number, {
      ports: 'own',
      // A rollout must not hang on the dead node either.
      meanwhile: number === turns[0] ? () => rollWithout(`node${number}`) : undefined,
    });
    await writeResult(`power-off-node${number}`, {
      rate: RATE,
      ...facts,
      failedDuring: during,
      bound,
      sentAfter,
      failedAfter,
      errors: result.errors,
    });
    expect(facts.endpoints.on).toBeGreaterThan(0);
    expect(during).toBeLessThanOrEqual(bound);
    expect(sentAfter).toBeGreaterThanOrEqual(REQUESTS);
    expect(failedAfter).toBe(0);
    expect(facts.secondsToFullReplicas).toBeLessThanOrEqual(120);
  });

  test.runIf(testbedAvailable() && RUNS > 1)(
    'a client whose source ports come back within two minutes meets the dead pod again',
    async () => {
      const { result, during, failedAfter, sentAfter } = await losePower(3, { ports: 'system' });
      await writeResult('power-off-ports-reused', { rate: RATE, failedDuring: during, failedAfter, sentAfter, errors: result.errors });
      expect(failedAfter).toBeGreaterThan(0);
    },
  );
});

interface PowerLoss {
  readonly ports: 'own' | 'system';
  /** Once full replicas are back and the node is still dead; gives the seconds that it took. */
  readonly meanwhile?: (() => Promise<number>) | undefined;
}

/** Powers a node off under load from the two others, until 10,000 requests were sent after its endpoints were dropped. */
async function losePower(number: number, { ports, meanwhile }: PowerLoss) {
  const node = `node${number}`;
  await spreadOut();
  const before = await readyPods(PROD, BACKEND);
  const on = before.filter((pod) => pod.node === node).length;
  const others = (await nodes()).filter((name) => name !== node);
  const clients = others.map((name) => ({ node: name }));
  const load = await startLoad({ namespace: PROD, target, path: '/', rate: RATE, clients, ports });

  const killed = Date.now();
  await powerOff(number);
  try {
    await waitForNode(node, 'NotTrue', GRACE_SECONDS + 30);
    await waitFor('full replicas on the other nodes', 180, async () => fullElsewhere(await readyPods(PROD, BACKEND), node));
    const secondsToFullReplicas = (Date.now() - killed) / 1000;
    const rolloutOnTwoNodes = await meanwhile?.();
    await load.until(REQUESTS + (GRACE_SECONDS + 10) * RATE);
    const result = await load.stop();

    const end = killed + (GRACE_SECONDS + 10) * 1000;
    return {
      result,
      endpoints: { on, of: before.length },
      secondsToFullReplicas,
      rolloutOnTwoNodes,
      bound: (on / before.length) * (GRACE_SECONDS + 10) * RATE,
      during: failuresBetween(result, killed - 1000, end),
      sentAfter: result.seconds.filter(({ second }) => second * 1000 >= end).reduce((sum, { sent }) => sum + sent, 0),
      failedAfter: failuresBetween(result, end, Number.POSITIVE_INFINITY),
    };
  } finally {
    await powerOn(number);
    await waitForNode(node, 'True', 120);
    expect(await nodeReady(node)).toBe('True');
    await settled();
  }
}

/** To the other of two images. */
let deployed: Variant = 'shop';
function roll(): Promise<Outcome> {
  deployed = deployed === 'shop' ? 'shop-next' : 'shop';
  return up('prod', deployed);
}

const fullElsewhere = (ready: readonly PodFacts[], node: string) => ready.filter((pod) => pod.node !== node).length >= REPLICAS;

/** An image change while the node is dead; returns the seconds it took. */
async function rollWithout(node: string): Promise<number> {
  const { seconds } = await roll();
  expect((await readyPods(PROD, BACKEND)).every((pod) => pod.node !== node)).toBe(true);
  return seconds;
}

/** Kubernetes does not move pods back by itself: a rollout spreads them again, so that the node has its share to lose. */
async function spreadOut(): Promise<void> {
  const placed = async () => new Set((await readyPods(PROD, BACKEND)).map(({ node }) => node)).size;
  await settled();
  if ((await placed()) === REPLICAS) return;
  await roll();
  await settled();
  expect(await placed()).toBe(REPLICAS);
}
