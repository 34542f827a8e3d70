import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../lib/index.js';
import { type SynthesizedApps, synthesizeApps } from '../../lib/testing/index.js';
import { productionAs } from './environments.js';
import { Everything } from './everything.app.js';
import { testbedAvailable } from './harness/faults.js';
import { apply, kubectl, run } from './harness/kubectl.js';

const accepting = productionAs('accepting');
const environment = {
  ...accepting,
  quota: undefined,
  network: {
    ...accepting.network,
    gateway: { name: 'public', namespace: 'traefik', className: 'traefik' },
    ingress: { className: 'traefik', namespace: 'traefik' },
  },
};

describe('what this cluster cannot run', () => {
  let apps: SynthesizedApps;
  beforeAll(async () => {
    apps = synthesizeApps([Everything], environment);
    await apply(apps.all('Namespace'));
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', environment.namespace, '--wait');
  });

  test('is accepted by the API server, every field of it', async () => {
    const objects: readonly KubernetesObject[] = apps.stack.manifests.map(({ object }) => object);
    const kinds = new Set(objects.map(({ kind }) => kind));
    for (const kind of ['GRPCRoute', 'Gateway', 'HTTPRoute', 'Ingress', 'ScaledJob', 'ScaledObject', 'TriggerAuthentication']) {
      expect(kinds).toContain(kind);
    }
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { stdout } = await run(
      'kubectl',
      ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '-o', 'name', '-f', '-'],
      list,
    );
    expect(stdout.trim().split('\n')).toHaveLength(objects.length);
  });

  test.runIf(testbedAvailable())('has alerts whose expressions Prometheus reads', async () => {
    const rules = apps.stack.components.flatMap(({ alerts }) =>
      alerts.map(({ name, expr, for: duration, severity, summary, runbook }) => ({
        alert: name,
        expr,
        for: duration,
        labels: { severity },
        annotations: { summary, runbook },
      })),
    );
    expect(rules.length).toBeGreaterThan(15);
    const file = join(await mkdtemp(join(tmpdir(), 'evenkeel-rules-')), 'rules.yaml');
    // JSON is YAML. Its lint takes the same alert of two components for a mistake.
    await writeFile(file, JSON.stringify({ groups: [{ name: 'evenkeel', rules }] }));
    const { stdout } = await run('promtool', ['check', 'rules', '--lint=none', file]);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });
});
