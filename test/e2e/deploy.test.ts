import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { testbedAvailable } from './harness/faults.js';
import { kubectl, secretData, waitFor } from './harness/kubectl.js';
import { pods, readyPods } from './harness/pods.js';
import { probe } from './harness/probe.js';
import { cli, destroy, discard, everythingWritten, preview, refresh, up } from './harness/pulumi.js';
import { writeResult } from './harness/results.js';
import { SEED } from './harness/seed.js';

const DEV = 'acme-dev';
const sessionKey = (namespace: string) => createHmac('sha256', SEED).update(`${namespace}/api/session/1`).digest('base64url');
const uids = async (namespace: string) => (await pods(namespace, 'app.kubernetes.io/part-of=shop')).map(({ uid }) => uid).sort();
const secretOf = async (namespace: string) => (await secretData(namespace, 'api'))['session-key'];

describe('deploying environments', () => {
  afterAll(async () => {
    await discard('staging');
    await discard('dev');
  });

  test('up from nothing returns when every pod is ready', async () => {
    const { outputs, changes, seconds } = await up('dev', 'shop');

    expect(outputs).toMatchObject({ namespace: DEV, urls: ['https://shop.dev.example.com'] });
    expect(changes.filter(({ operation }) => operation !== 'create')).toEqual([]);
    const all = await pods(DEV, 'app.kubernetes.io/part-of=shop');
    expect(all.every(({ ready }) => ready)).toBe(true);
    expect(all).toHaveLength(3 + 2 + 2);
    await writeResult('up-from-nothing', { stack: 'dev', seconds, resources: changes.length });
  });

  test('a second up and a refresh change nothing', async () => {
    const before = await uids(DEV);
    const times: number[] = [];
    for (let n = 0; n < 3; n++) {
      const second = await cli('shop', 'up', '--yes', '--stack', 'dev');
      expect(second.output).toMatch(/Resources:\n\s+\d+ unchanged/);
      times.push(second.seconds);
    }
    const { outputs } = await refresh('dev', 'shop');

    expect(Object.keys(outputs)).toEqual(['same']);
    expect(await uids(DEV)).toEqual(before);
    await writeResult('second-up', { stack: 'dev', command: 'pulumi up --yes', changes: 0, seconds: times });
  });

  test('a renamed application class changes nothing', async () => {
    expect((await preview('dev', 'shop-renamed')).changes).toEqual([]);
  });

  test('the secret is nowhere but in the cluster and, encrypted, in the state', async () => {
    const value = sessionKey(DEV);
    const written = everythingWritten();

    expect(await secretOf(DEV)).toBe(value);
    expect(written).toMatch(/acme-dev\/Secret\/api/);
    expect(written).toMatch(/"ciphertext"/);
    const found = [value, Buffer.from(value).toString('base64'), SEED].map((secret) => written.includes(secret));
    expect(found).toEqual([false, false, false]);
  });

  test('the network is open along connections and closed elsewhere', async () => {
    const script = `for address in api:9898 backend:9898 backend:9090 fulfilment-none:9898 kube-dns.kube-system:53; do
      nc -z -w 3 "\${address%:*}" "\${address##*:}" 2>/dev/null && echo "$address open" || echo "$address closed"
    done`;
    const worker = { 'app.kubernetes.io/name': 'fulfilment', 'app.kubernetes.io/instance': 'fulfilment' };

    expect((await probe(DEV, 'connected', worker, script)).trim().split('\n')).toEqual([
      'api:9898 open',
      'backend:9898 closed',
      'backend:9090 closed',
      'fulfilment-none:9898 closed',
      'kube-dns.kube-system:53 open',
    ]);
    expect((await probe(DEV, 'stranger', {}, script)).trim().split('\n')).toEqual([
      'api:9898 closed',
      'backend:9898 closed',
      'backend:9090 closed',
      'fulfilment-none:9898 closed',
      'kube-dns.kube-system:53 open',
    ]);
  });

  test.runIf(testbedAvailable())('the route answers at the gateway', async () => {
    const address = await kubectl('get', 'service', 'traefik', '-n', 'traefik', '-o', 'jsonpath={.spec.clusterIP}');
    const answer = await waitFor('the route', 30, async () => {
      const { status, stdout } = await request(address, 'shop.dev.example.com');
      return status === '200' && stdout;
    });
    expect(answer).toContain('"hostname": "api-');
    expect((await request(address, 'elsewhere.dev.example.com')).status).toBe('404');
  });

  test('two environments stand side by side, and destroying one leaves the other alone', async () => {
    const dev = await uids(DEV);
    await up('staging', 'shop');
    expect(await readyPods('acme-staging', 'app.kubernetes.io/part-of=shop')).toHaveLength(3 + 2 + 2);
    expect(await secretOf('acme-staging')).not.toBe(await secretOf(DEV));

    await destroy('staging', 'shop');

    expect(await kubectl('get', 'namespace', 'acme-staging', '--ignore-not-found')).toBe('');
    expect(await uids(DEV)).toEqual(dev);
    expect((await refresh('dev', 'shop')).outputs).toEqual({ same: expect.any(Number) });
  });

  test('destroy leaves nothing, and up again gives the same secrets', async () => {
    const before = await secretOf(DEV);
    await destroy('dev', 'shop');
    expect(await kubectl('get', 'namespace', DEV, '--ignore-not-found')).toBe('');

    await up('dev', 'shop');
    expect(await secretOf(DEV)).toBe(before);
  });

  test('a cluster that does not answer is one clear error', async () => {
    const kubeconfig = join(mkdtempSync(join(tmpdir(), 'evenkeel-unreachable-')), 'kubeconfig');
    const mine = await kubectl('config', 'view', '--raw', '--minify', '--flatten');
    writeFileSync(kubeconfig, mine.replace(/server: .*/, 'server: https://127.0.0.1:9'));

    await expect(preview('dev', 'shop', { 'kubernetes:kubeconfig': kubeconfig })).rejects.toThrow(
      /the cluster of context .* \(https:\/\/127\.0\.0\.1:9\) did not answer: .*ECONNREFUSED/,
    );
  });

  test('a StorageClass that the cluster does not have is refused before anything is sent', async () => {
    await expect(up('postgres', 'postgres-no-class')).rejects.toThrow(
      /the cluster has no StorageClass "absent", which the volumes of "orders-db" ask for \(it has .*\); correct storageClass of environment "postgres"/,
    );
    expect(await kubectl('get', 'namespace', 'acme-postgres', '--ignore-not-found')).toBe('');
  });

  test('a namespace of another environment is refused before anything is sent', async () => {
    const before = await uids(DEV);
    await kubectl('label', 'namespace', DEV, 'evenkeel.dev/environment=other', '--overwrite');
    try {
      await expect(up('dev', 'shop')).rejects.toThrow(/namespace acme-dev belongs to environment "other", not to "dev"/);
    } finally {
      await kubectl('label', 'namespace', DEV, 'evenkeel.dev/environment=dev', '--overwrite');
    }
    expect(await uids(DEV)).toEqual(before);
  });
});

async function request(address: string, host: string): Promise<{ readonly status: string; readonly stdout: string }> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get({ host: address, path: '/', headers: { host }, agent: false, timeout: 5000 }, (response) => {
      let stdout = '';
      response.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      response.on('end', () => resolve({ status: String(response.statusCode), stdout }));
    }).on('error', reject);
  });
}
