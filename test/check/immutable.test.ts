import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { immutable, immutableChanges } from '../../lib/check/immutable.js';
import { type Chart, type KubernetesObject, MigrationTask, synthesize, WebService, type WebServiceProps } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { appOf, IMAGE, problemsOf } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const changed = (kind: string, before: object, after: object) => {
  const object = (fields: object): KubernetesObject => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...fields });
  return immutableChanges(object(before), object(after));
};
const claim = (storage: string, besides: object = {}) => ({ spec: { resources: { requests: { storage } }, ...besides } });

describe('fields that Kubernetes refuses to change', () => {
  it.each<[string, object, object, readonly string[]]>([
    [
      'Deployment',
      { spec: { selector: { matchLabels: { a: 'b' } } } },
      { spec: { selector: { matchLabels: { a: 'c' } } } },
      ['spec.selector'],
    ],
    ['DaemonSet', { spec: { selector: {} } }, { spec: {} }, ['spec.selector']],
    ['StatefulSet', { spec: { serviceName: 'a' } }, { spec: { serviceName: 'b' } }, ['spec.serviceName']],
    ['StatefulSet', { spec: {} }, { spec: { revisionHistoryLimit: 5 } }, ['spec.revisionHistoryLimit']],
    [
      'StatefulSet',
      { spec: { selector: { a: 1 }, volumeClaimTemplates: [{ spec: { storageClassName: 'a' } }] } },
      { spec: { selector: { a: 2 }, volumeClaimTemplates: [{ spec: { storageClassName: 'b' } }] } },
      ['spec.selector', 'spec.volumeClaimTemplates'],
    ],
    ['Service', { spec: {} }, { spec: { clusterIP: 'None' } }, ['spec.clusterIP']],
    ['PersistentVolumeClaim', claim('2Gi'), claim('1Gi'), ['spec.resources.requests.storage']],
    [
      'PersistentVolumeClaim',
      claim('2Gi', { storageClassName: 'a' }),
      claim('1Gi', { storageClassName: 'b' }),
      ['spec.storageClassName', 'spec.resources.requests.storage'],
    ],
    ['RoleBinding', { roleRef: { kind: 'Role', name: 'a' } }, { roleRef: { kind: 'Role', name: 'b' } }, ['roleRef']],
    ['ClusterRoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, ['roleRef']],
    ['PriorityClass', { value: 1, preemptionPolicy: 'Never' }, { value: 2 }, ['value', 'preemptionPolicy']],
    ['Secret', { type: 'Opaque' }, { type: 'kubernetes.io/tls' }, ['type']],
    ['StorageClass', { parameters: { type: 'a' } }, { parameters: { type: 'b' } }, ['parameters']],
    ['ConfigMap', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }, ['data']],
    ['ConfigMap', { immutable: true, binaryData: { a: 'MQ==' } }, { binaryData: { a: 'Mg==' } }, ['immutable', 'binaryData']],
    ['Secret', { immutable: true, data: { a: 'MQ==' } }, { immutable: true, data: { a: 'Mg==' } }, ['data']],
    [
      'Service',
      { spec: { type: 'LoadBalancer' } },
      { spec: { type: 'LoadBalancer', loadBalancerClass: 'a/b' } },
      ['spec.loadBalancerClass'],
    ],
    ['StatefulSet', { spec: {} }, { spec: { podManagementPolicy: 'Parallel' } }, ['spec.podManagementPolicy']],
    ['RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { apiGroup: 'rbac.authorization.k8s.io', name: 'b' } }, ['roleRef']],
  ])('are seen in a %s: from %j to %j', (kind, before, after, paths) => {
    expect(changed(kind, before, after)).toEqual(paths);
  });

  it.each<[string, object, object]>([
    ['Deployment', { spec: { replicas: 1, selector: { a: 'b' } } }, { spec: { selector: { a: 'b' }, replicas: 2 } }],
    [
      'StatefulSet',
      { spec: { replicas: 1, template: { a: 1 }, minReadySeconds: 1 } },
      { spec: { template: { a: 2 }, updateStrategy: {} } },
    ],
    ['PersistentVolumeClaim', claim('1Gi'), claim('2Gi')],
    ['Service', { spec: { ports: [1] } }, { spec: { ports: [2] } }],
    ['RoleBinding', { roleRef: { name: 'a' }, subjects: [1] }, { roleRef: { name: 'a' }, subjects: [2] }],
    ['Job', { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }],
    ['ConfigMap', { data: { a: '1' } }, { data: { a: '2' } }],
    ['ConfigMap', { immutable: false, data: { a: '1' } }, { immutable: true, data: { a: '2' } }],
    ['Secret', { data: { a: 'MQ==' } }, { data: { a: 'Mg==' } }],
    ['Service', { spec: { type: 'ClusterIP' } }, { spec: { type: 'LoadBalancer', loadBalancerClass: 'a/b' } }],
    ['Service', { spec: { type: 'LoadBalancer', loadBalancerClass: 'a/b' } }, { spec: { type: 'ClusterIP' } }],
  ])('are not the others of a %s: from %j to %j', (kind, before, after) => {
    expect(changed(kind, before, after)).toEqual([]);
  });
});

describe('a default that is written out, or left out again', () => {
  it.each<[string, object, object]>([
    ['Secret', {}, { type: 'Opaque' }],
    ['StatefulSet', { spec: {} }, { spec: { podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 } }],
    ['PersistentVolumeClaim', { spec: {} }, { spec: { volumeMode: 'Filesystem' } }],
    ['StorageClass', {}, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }],
    ['PriorityClass', { value: 1 }, { value: 1, preemptionPolicy: 'PreemptLowerPriority' }],
    ['RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'a', apiGroup: 'rbac.authorization.k8s.io' } }],
    ['ClusterRoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'a', apiGroup: 'rbac.authorization.k8s.io' } }],
  ])('is no change of a %s: %j, %j', (kind, without, written) => {
    expect(changed(kind, without, written)).toEqual([]);
    expect(changed(kind, written, without)).toEqual([]);
  });
});

describe('a change against what is committed', () => {
  const serve =
    (props: Partial<WebServiceProps> = {}) =>
    (chart: Chart) =>
      new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props });
  const found = (before: (chart: Chart) => unknown, after: (chart: Chart) => unknown) =>
    sentencesOf(immutable, { ...subjectOf(after), previous: subjectOf(before).files });

  it('is refused with the way out of its kind', () => {
    expect(found(serve(), serve({ expose: 'headless' }))).toEqual([
      'web-service "api": Service "api": spec.clusterIP cannot be changed; change it back, or delete it right before the next deployment (docs/immutable-fields.md#service)',
    ]);
    const selector = { deployment: { spec: { selector: { matchLabels: { tier: 'front' } } } } };
    expect(found(serve(), serve({ patch: selector }))).toEqual([
      'web-service "api": Deployment "api": spec.selector cannot be changed; change it back, or give it another name (docs/immutable-fields.md#deployment)',
    ]);
  });

  const claimOf = (size: string, storageClassName?: string) => ({
    metadata: { name: 'data' },
    spec: { storageClassName, resources: { requests: { storage: size } } },
  });
  const SET = { serviceName: 'db', selector: { matchLabels: { a: 'b' } }, volumeClaimTemplates: [claimOf('1Gi', 'fast')] };
  const AROUND = 'recreate it around its running pods';
  const GROW = 'grow its claims, then recreate it around its running pods';
  const MOVE = 'bring up a second component under another name and move the data';
  it.each<[string, object, string]>([
    ['revisionHistoryLimit', { revisionHistoryLimit: 5 }, AROUND],
    ['podManagementPolicy', { podManagementPolicy: 'Parallel' }, AROUND],
    [
      'volumeClaimTemplates',
      { volumeClaimTemplates: [{ ...claimOf('1Gi', 'fast'), metadata: { name: 'data', labels: { a: 'b' } } }] },
      AROUND,
    ],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claimOf('2Gi', 'fast')] }, GROW],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claimOf('512Mi', 'fast')] }, MOVE],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claimOf('1Gi', 'slow')] }, MOVE],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claimOf('2Gi', 'slow')] }, MOVE],
    ['volumeClaimTemplates', { volumeClaimTemplates: [] }, MOVE],
    ['selector', { selector: { matchLabels: { a: 'c' } } }, MOVE],
    ['serviceName', { serviceName: 'db-members' }, MOVE],
    ['serviceName, spec.volumeClaimTemplates', { serviceName: 'db-members', volumeClaimTemplates: [claimOf('2Gi', 'fast')] }, MOVE],
  ])('is refused of a StatefulSet with the way out of %s: %j', (fields, change, wayOut) => {
    const set = (spec: object) => (chart: Chart) =>
      serve()(chart).add('set', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec: { ...SET, ...spec } });
    expect(found(set({}), set(change))).toEqual([
      `web-service "api": StatefulSet "db": spec.${fields} cannot be changed; change it back, or ${wayOut} (docs/immutable-fields.md#statefulset)`,
    ]);
  });

  it('is refused of an object that another component has now', () => {
    const object = (component: string, name: string, clusterIP?: string) => (chart: Chart) => {
      const components = new Map(['api', 'other'].map((id) => [id, new WebService(chart, id, { image: IMAGE, port: 8080 })]));
      components.get(component)?.add('shared', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { clusterIP, ports: [] } });
    };
    const sentence =
      'web-service "other": Service "shared": spec.clusterIP cannot be changed; change it back, or delete it right before the next deployment (docs/immutable-fields.md#service)';
    expect(found(object('api', 'shared'), object('other', 'shared', 'None'))).toEqual([sentence]);
    expect(found(object('api', 'shared'), object('other', 'shared'))).toEqual([]);
    expect(found(object('api', 'shared'), object('other', 'another', 'None'))).toEqual([]);
    const both = (chart: Chart) => {
      object('api', 'shared')(chart);
      const knative = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'shared' }, spec: { clusterIP: 'None' } };
      new WebService(chart, 'third', { image: IMAGE, port: 8080 }).add('knative', knative);
    };
    expect(found(object('api', 'shared'), both)).toEqual([]);
  });

  it('may be anything else, as well as new and gone', () => {
    expect(found(serve(), serve({ image: 'ghcr.io/acme/api:2.0.0', scaling: { min: 2, max: 9 } }))).toEqual([]);
    expect(found(serve(), (chart) => new WebService(chart, 'other', { image: IMAGE, port: 8080 }))).toEqual([]);
    const migrate = (release: string) => (chart: Chart) => new MigrationTask(chart, 'migrate', { image: IMAGE, args: [release] });
    expect(found(migrate('one'), migrate('two'))).toEqual([]);
  });

  it('is not one where only the text differs', () => {
    const subject = subjectOf(serve());
    const previous = new Map([...(subject.files ?? [])].map(([path, yaml]) => [path, `# reviewed\n${yaml}`]));
    expect(sentencesOf(immutable, { ...subject, previous })).toEqual([]);
  });

  it('is looked for by synthesize in what it is given, stack by stack', () => {
    const platform = (build: (chart: Chart) => unknown) => ({
      clusters: [{ name: 'test' }],
      environments: [testEnvironment],
      apps: [appOf((chart) => void build(chart))],
    });
    const [before, cluster] = synthesize(platform(serve()));
    const committed = (stack: string) => (stack === before?.name ? before.files : cluster?.files);
    expect(problemsOf(() => synthesize(platform(serve({ expose: 'headless' })), undefined, committed))).toEqual([
      '[test] web-service "api": Service "api": spec.clusterIP cannot be changed; change it back, or delete it right before the next deployment (docs/immutable-fields.md#service)',
    ]);
    const accept = { immutable: 'deleted by hand on Friday' };
    const [accepted] = synthesize(platform(serve({ expose: 'headless', accept })), undefined, committed);
    expect(accepted?.accepted).toMatchObject([{ check: 'immutable', component: 'api', reason: accept.immutable }]);

    const path = 'cluster/priority-classes/priorityclass.evenkeel-data.yaml';
    const object = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'evenkeel-data' }, value: 5 };
    const other = (stack: string) => (stack === 'cluster-test' ? new Map([[path, stringify(object)]]) : undefined);
    expect(problemsOf(() => synthesize(platform(serve()), undefined, other))).toEqual([
      '[cluster-test] "priority-classes": PriorityClass "evenkeel-data": value cannot be changed; change it back, or give it another name (docs/immutable-fields.md#priorityclass)',
    ]);
  });
});
