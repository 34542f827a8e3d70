import { describe, expect, test, vi } from 'vitest';
import { Shop } from '../../apps/shop.js';
import { type Environment, synthesize } from '../../lib/index.js';
import { clusters, prod } from '../../stacks/environments.js';

/** Every leaf of an object by its path, with list items by position. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}/${key}`));
}

function tree(environment: Environment): Map<string, unknown> {
  const [stack] = synthesize({ clusters, environments: [environment], apps: [Shop] }, environment.name);
  return new Map((stack?.manifests ?? []).flatMap(({ object }) => leaves(object, `${object.kind}/${object.metadata.name}`)));
}

describe('the end-to-end environment', () => {
  test('differs from production in images and sizes only', async () => {
    vi.stubEnv('E2E_PODINFO_IMAGE', 'test.example/podinfo');
    vi.stubEnv('E2E_WAIT_IMAGE', 'test.example/shell:1');
    const { onTestCluster } = await import('../e2e/environments.js');
    const production = tree(prod);
    const tested = tree(onTestCluster(prod));

    const differing = [...new Set([...production.keys(), ...tested.keys()])].filter((path) => production.get(path) !== tested.get(path));

    expect(differing.length).toBeGreaterThan(0);
    expect(
      differing.filter(
        (path) => !/\/(image|imagePullPolicy|labels\/app\.kubernetes\.io\/version|resources\/(requests|limits)\/(cpu|memory))$/.test(path),
      ),
    ).toEqual([]);
  });
});
