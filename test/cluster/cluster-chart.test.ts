import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { type ChartOptions, type Cluster, type ClusterAppClass, ClusterChart, type PriorityClass, synthesize } from '../../lib/index.js';
import { SynthesizedApps, testEnvironment } from '../../lib/testing/index.js';
import { problemsOf } from '../support/apps.js';
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

describe('an application of the cluster', () => {
  const selector = { app: 'agent' };
  const app = (
    name: string,
    options: ChartOptions = {},
    ...objects: readonly ConstructorParameters<typeof ApiObject>[2][]
  ): ClusterAppClass =>
    class extends ClusterChart {
      constructor(scope: Construct, cluster: Cluster) {
        super(scope, name, cluster, options);
        const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
        new ApiObject(this, 'reader', { ...role, metadata: { name: `reader-of-${cluster.name}` } });
        for (const [n, object] of objects.entries()) new ApiObject(this, `object-${n}`, object);
      }
    };
  const clusters = [{ name: 'eu-1' }, { name: 'us-1' }];
  const build = (...clusterApps: readonly ClusterAppClass[]) => synthesize({ clusters, environments: [], apps: [], clusterApps });
  const object = (kind: string, namespace: string, more = {}) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'agent', namespace },
    ...more,
  });
  const unmatched = object('Service', 'agents', { spec: { selector } });

  it('is built into the stack of each, after the library’s own objects', () => {
    const stacks = build(app('readers')).map(({ name, manifests }) => [name, manifests.at(-1)?.app, manifests.at(-1)?.object.metadata]);
    expect(stacks).toEqual([
      ['cluster-eu-1', 'readers', { name: 'reader-of-eu-1' }],
      ['cluster-us-1', 'readers', { name: 'reader-of-us-1' }],
    ]);
  });

  it('needs a name of its own', () => {
    expect(problemsOf(() => build(app('cluster')))).toEqual([
      '[cluster-eu-1, cluster-us-1] two apps are named "cluster"; rename one, since the name is that of its folder and of its resources',
    ]);
  });

  it('is checked, and may accept what is found', () => {
    const sentence = '"object-0": the selector of Service "agent" matches no pods (app=agent); give it the labels of the pods';
    expect(problemsOf(() => build(app('agents', {}, unmatched)))).toEqual([`[cluster-eu-1, cluster-us-1] ${sentence}`]);
    const accept = { selectors: 'the pods are another team’s' };
    expect(first(build(app('agents', { accept }, unmatched))).accepted).toEqual([
      { check: 'selectors', app: 'agents', component: 'object-0', reason: accept.selectors, findings: [sentence] },
    ]);
  });

  it('is refused a secret, with the way that is open to it', () => {
    const secret = object('Secret', 'agents', { stringData: { token: 'hunter2' } });
    expect(problemsOf(() => build(app('agents', {}, secret)))).toEqual([
      '[cluster-eu-1, cluster-us-1] component "object-0": token of Secret "agent" is a secret given as a literal (all that a Secret holds is), and would stand in reviewed YAML; ' +
        'use a Secret without data whose annotation secret.evenkeel.dev/token is config/token, and run: pulumi config set --secret token',
    ]);
  });

  it('has a file for each object, of whatever namespace', () => {
    class Twice extends ClusterChart {
      constructor(scope: Construct, cluster: Cluster) {
        super(scope, 'twice', cluster);
        const both = new Construct(this, 'both');
        for (const namespace of ['one', 'two']) new ApiObject(both, namespace, object('ConfigMap', namespace));
      }
    }
    expect(problemsOf(() => build(Twice))).toEqual([
      '[cluster-eu-1, cluster-us-1] ConfigMap "agent" of namespace one and of namespace two share the file twice/both/configmap.agent.yaml; rename one of them',
    ]);
  });
});
