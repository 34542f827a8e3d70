import { describe, expect, it } from 'vitest';
import { type PriorityClass, synthesize } from '../../lib/index.js';
import { SynthesizedApps, testEnvironment } from '../../lib/testing/index.js';
import { first } from '../support/objects.js';

const cluster = new SynthesizedApps(
  first(synthesize({ clusters: [{ name: 'eu-1' }], environments: [{ ...testEnvironment, cluster: 'eu-1' }], apps: [] }, 'cluster-eu-1')),
);
const classes = cluster.all<PriorityClass>('PriorityClass');

describe('the cluster’s stack', () => {
  it('holds the priority classes, and nothing else', () => {
    expect(cluster.stack.manifests.map(({ app, component, object }) => `${app}/${component}/${object.kind}`)).toEqual(
      Array(3).fill('cluster/priority-classes/PriorityClass'),
    );
    expect(cluster.stack.environment).toBeUndefined();
  });

  it('puts data before services and services before batch, far below the system’s own', () => {
    const sorted = classes.toSorted((a, b) => Number(b.value) - Number(a.value)).map(({ metadata, value }) => [metadata.name, value]);
    expect(sorted).toEqual([
      ['evenkeel-data', 1_000_000],
      ['evenkeel-service', 100_000],
      ['evenkeel-batch', 10_000],
    ]);
  });

  it('makes none of them the default of the cluster', () => {
    for (const priority of classes) expect(priority).toMatchObject({ globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' });
  });

  it('has no namespace on anything', () => {
    for (const { object } of cluster.stack.manifests) expect(object.metadata.namespace).toBeUndefined();
  });

  it('is called as its cluster says', () => {
    const clusters = [{ name: 'eu-1', stack: 'hardware' }];
    expect(synthesize({ clusters, environments: [], apps: [] }).map(({ name }) => name)).toEqual(['hardware']);
  });
});
