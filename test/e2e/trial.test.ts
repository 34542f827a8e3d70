import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testbed, testbedAvailable } from './harness/faults.js';
import { getJson, kubectl, secretData, waitFor } from './harness/kubectl.js';
import { startLoad } from './harness/load.js';
import { pods, readyPods } from './harness/pods.js';
import { discard, everythingWritten, preview, refresh, up } from './harness/pulumi.js';
import { API_TOKEN } from './harness/seed.js';

const TRIAL = 'acme-trial';
const of = (component: string) => `app.kubernetes.io/instance=${component}`;
const uids = async (component: string) => (await readyPods(TRIAL, of(component))).map(({ uid }) => uid).sort();

/** Samples the count of ready pods of the front until the work is done. */
async function leastReadyDuring(work: Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  let done = false;
  const watched = work.finally(() => {
    done = true;
  });
  while (!done) {
    least = Math.min(least, (await readyPods(TRIAL, of('front'))).length);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await watched;
  return least;
}

describe('what happens to workloads', () => {
  beforeAll(async () => {
    await up('trial', 'trial');
  });
  afterAll(async () => {
    await discard('trial');
  });

  test('a gRPC service is ready by its own health', async () => {
    expect(await readyPods(TRIAL, of('calls'))).toHaveLength(3);
  });

  test('a configured secret is in the cluster and, unencrypted, nowhere else', async () => {
    expect((await secretData(TRIAL, 'front'))['api-token']).toBe(API_TOKEN);
    const written = everythingWritten();
    expect([API_TOKEN, Buffer.from(API_TOKEN).toString('base64')].map((secret) => written.includes(secret))).toEqual([false, false]);
  });

  test('preview of an image change shows one changed Deployment under its component', async () => {
    const { changes } = await preview('trial', 'trial-next');
    expect(changes).toEqual([{ operation: 'update', type: 'kubernetes:apps/v1:Deployment', name: 'acme-trial/Deployment/front' }]);
  });

  test('a component that moves into a nested construct changes nothing', async () => {
    expect((await preview('trial', 'trial-nested')).changes).toEqual([]);
  });

  test('a configuration change rolls exactly the pods that mount it', async () => {
    const front = await uids('front');
    const back = await uids('back');
    const { changes } = await up('trial', 'trial-flag');

    expect(changes.map(({ name }) => name).sort()).toEqual(['acme-trial/ConfigMap/front', 'acme-trial/Deployment/front']);
    expect(await uids('back')).toEqual(back);
    expect((await uids('front')).filter((uid) => front.includes(uid))).toEqual([]);
  });

  test('a migration runs once per release and ends before the workloads roll', async () => {
    const job = async () => await getJson<{ metadata: { uid: string }; status: { succeeded?: number } }>('job', 'migrate', '-n', TRIAL);
    const first = await job();
    expect(first.status.succeeded).toBe(1);

    await up('trial', 'trial-release');
    const second = await job();
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    expect(second.status.succeeded).toBe(1);
    expect((await up('trial', 'trial-release')).changes).toEqual([]);
  });

  test('a migration that fails stops the update and leaves the old pods', async () => {
    const front = await uids('front');
    await expect(up('trial', 'trial-broken-migration')).rejects.toThrow(/migrate/);
    expect(await uids('front')).toEqual(front);
  });

  test('a rollout whose readiness never passes fails with its reason while the old pods go on serving', async () => {
    const before = await uids('front');
    const load = await startLoad({ namespace: TRIAL, target: { name: 'front', port: 9898 }, path: '/', rate: 20, clients: [{}] });
    await expect(up('trial', 'trial-never-ready')).rejects.toThrow(/front.*(progress|available|ready)/is);
    const { failed, sent } = await load.stop();

    expect(await uids('front')).toEqual(before);
    expect(sent).toBeGreaterThan(500);
    expect(failed).toBe(0);
    await up('trial', 'trial');
  });

  test('fixed to scaled and back never runs fewer pods than asked', async () => {
    const scaled = await leastReadyDuring(up('trial', 'trial-scaled'));
    expect(scaled).toBeGreaterThanOrEqual(3);
    // Somebody else owns the count now: an up changes nothing, whatever it is.
    await kubectl('scale', 'deployment/front', '-n', TRIAL, '--replicas=5');
    await waitFor('five ready pods', 120, async () => (await readyPods(TRIAL, of('front'))).length === 5);
    expect((await up('trial', 'trial-scaled')).changes).toEqual([]);
    expect((await refresh('trial', 'trial-scaled')).outputs).toEqual({ same: expect.any(Number) });
    const during = await leastReadyDuring(up('trial', 'trial-scaled-flag'));
    expect(during).toBeGreaterThanOrEqual(5);
    const fixed = await leastReadyDuring(up('trial', 'trial-fixed-at-four'));
    expect(fixed).toBeGreaterThanOrEqual(3);
    await waitFor('four ready pods', 120, async () => (await readyPods(TRIAL, of('front'))).length === 4);
    await up('trial', 'trial');
    await waitFor('three ready pods', 120, async () => (await readyPods(TRIAL, of('front'))).length === 3);
  });

  test('a scheduled task runs and reads the Kubernetes API, which it asked for', async () => {
    await waitFor('a run of the scheduled task', 150, async () => (await succeededTicks()) > 0);
  });

  test.runIf(testbedAvailable())('a pod that hangs leaves the Service, is restarted and comes back', async () => {
    const [victim] = await readyPods(TRIAL, of('front'));
    if (!victim) throw new Error('there is no pod to cut off');
    await testbed('pod', 'cut', TRIAL, victim.name);
    try {
      await waitFor('the pod to leave the Service', 60, async () =>
        (await readyPods(TRIAL, of('front'))).every(({ uid }) => uid !== victim.uid),
      );
      await waitFor('its container to be restarted', 180, async () =>
        (await pods(TRIAL, of('front'))).some(({ uid, restarts }) => uid === victim.uid && restarts > victim.restarts),
      );
    } finally {
      await testbed('pod', 'join', TRIAL, victim.name);
    }
    await waitFor('three ready pods', 120, async () => (await readyPods(TRIAL, of('front'))).length === 3);
  });
});

async function succeededTicks(): Promise<number> {
  const { items } = await getJson<{ items: { metadata: { name: string }; status: { succeeded?: number } }[] }>('jobs', '-n', TRIAL);
  return items.filter(({ metadata, status }) => metadata.name.startsWith('tick-') && status.succeeded === 1).length;
}
