import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { addCertificate, type CertificateProps } from '../../lib/core/certificates.js';
import {
  type Chart,
  type Environment,
  type KubernetesObject,
  MigrationTask,
  ScheduledTask,
  Secret,
  WebService,
  Worker,
} from '../../lib/index.js';
import { impactOf } from '../../lib/review/impact.js';
import { impactWords } from '../../lib/review/impact.words.js';
import type { FileTree } from '../../lib/review/trees.js';
import { IMAGE, problemsOf } from '../support/apps.js';
import { Store, type StoreProps } from '../support/store.js';
import { treeOf, treeOfObjects } from '../support/trees.js';

/** `<stack>/<component>: <effect>` for every effect. */
const effects = (before: FileTree, after: FileTree): string[] =>
  impactOf(before, after).flatMap((impact) => impactWords(impact).map((words) => `${impact.stack}/${impact.component}: ${words}`));

type WorkerProps = Partial<ConstructorParameters<typeof Worker>[2]>;
const worker =
  (props: WorkerProps = {}) =>
  (chart: Chart) =>
    new Worker(chart, 'worker', { image: IMAGE, ...props });
const workerEffects = (before: WorkerProps, after: WorkerProps) => effects(treeOf(worker(before)), treeOf(worker(after)));

describe('the impact of a change', () => {
  it('is nothing between equal trees, and between texts that say the same', () => {
    const tree = treeOf(worker());
    expect(impactOf(tree, tree)).toEqual([]);
    const rewritten = new Map([...tree].map(([path, yaml]) => [path, `# written by hand\n${yaml}`]));
    expect(impactOf(tree, rewritten)).toEqual([]);
  });

  it('of a component that is new: how many objects and pods', () => {
    const both = (chart: Chart) => {
      worker()(chart);
      new Worker(chart, 'extra', { image: IMAGE, scaling: { min: 3, max: 12 } });
    };
    expect(effects(treeOf(worker()), treeOf(both))).toEqual(['test/shop/extra: new: 5 objects, 3 to 12 pods']);
    expect(effects(treeOf(both), treeOf(worker()))).toEqual(['test/shop/extra: removed: 5 objects, 3 to 12 pods stop']);
  });

  it('of an environment that is new: its components', () => {
    expect(effects(new Map(), treeOf(worker()))).toEqual([
      'test/environment/namespace: new: 4 objects',
      'test/shop/worker: new: 4 objects, 3 pods',
    ]);
  });

  it('of an object more or less in a component that stays', () => {
    const service = (expose: 'cluster' | 'load-balancer') =>
      treeOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, expose }));
    expect(effects(service('cluster'), service('load-balancer'))).toEqual([
      'test/shop/api: in place: Service type ClusterIP → LoadBalancer; new NetworkPolicy api-from-network.anywhere',
    ]);
    expect(effects(service('load-balancer'), service('cluster'))).toEqual([
      'test/shop/api: in place: Service type LoadBalancer → ClusterIP; NetworkPolicy api-from-network.anywhere removed',
    ]);
  });

  it('of a component that moves to another application: its pods restart for their labels, and nothing is deleted', () => {
    const before = treeOf(worker());
    const after = new Map(
      [...before].map(([path, yaml]) => [path.replace('/shop/', '/store/'), yaml.replaceAll('part-of: shop', 'part-of: store')]),
    );
    expect(effects(before, after).map((words) => words.split(':').slice(0, 2).join())).toEqual([
      'test/store/worker, rolling restart of 3 pods in 3 rounds',
      'test/store/worker, moved from shop/worker',
      'test/store/worker, in place',
    ]);
  });
});

describe('a changed pod template', () => {
  it('restarts the pods one after the other, in as many rounds as the surge allows', () => {
    expect(workerEffects({}, { image: 'ghcr.io/acme/api:1.5.0' })).toEqual([
      'test/shop/worker: rolling restart of 3 pods in 3 rounds: image 1.4.2 → 1.5.0',
    ]);
    const many = (image: string) => ({ image, scaling: { replicas: 10 } });
    expect(workerEffects(many(IMAGE), many('ghcr.io/acme/api:1.5.0'))).toEqual([
      'test/shop/worker: rolling restart of 10 pods in 4 rounds: image 1.4.2 → 1.5.0',
    ]);
  });

  it('counts as many pods as the scaler may choose', () => {
    const scaled = (image: string) => ({ image, scaling: { min: 3, max: 12 } });
    expect(workerEffects(scaled(IMAGE), scaled('ghcr.io/acme/api:1.5.0'))).toEqual([
      'test/shop/worker: rolling restart of 3 to 12 pods in 3 to 4 rounds: image 1.4.2 → 1.5.0',
    ]);
  });

  it('counts the pods of a KEDA scaler too', () => {
    const scaled = (image: string) => ({
      image,
      scaling: { min: 2, max: 4, cron: { start: '0 8 * * *', end: '0 18 * * *', replicas: 4 } },
    });
    expect(workerEffects(scaled(IMAGE), scaled('ghcr.io/acme/api:1.5.0'))).toEqual([
      'test/shop/worker: rolling restart of 2 to 4 pods in 2 to 4 rounds: image 1.4.2 → 1.5.0',
    ]);
  });

  it('names the repository where that changes', () => {
    expect(workerEffects({}, { image: 'ghcr.io/other/api:1.4.2' })).toEqual([
      'test/shop/worker: rolling restart of 3 pods in 3 rounds: image ghcr.io/acme/api:1.4.2 → ghcr.io/other/api:1.4.2',
    ]);
  });

  it.each<[string, WorkerProps, WorkerProps, string]>([
    ['a variable', { env: { COLOR: 'red' } }, { env: { COLOR: 'blue' } }, 'env COLOR red → blue'],
    ['a new variable', {}, { env: { COLOR: 'red' } }, 'env COLOR added (red)'],
    ['a removed variable', { env: { COLOR: 'red' } }, {}, 'env COLOR removed (red)'],
    ['long text', { env: { TEXT: 'a'.repeat(99) } }, { env: { TEXT: 'b'.repeat(99) } }, 'env TEXT changed'],
    ['an argument', { args: ['--level=info'] }, { args: ['--level=debug'] }, 'argument 1 --level=info → --level=debug'],
    ['arguments', { args: ['a'] }, { args: ['a', 'b'] }, 'args a → a b'],
    ['a sidecar', {}, { sidecars: [{ name: 'log', image: 'acme/log:1.0.0' }] }, 'container log added'],
    ['the pod', {}, { shutdown: { timeout: Duration.seconds(60) } }, 'pod terminationGracePeriodSeconds 35 → 75'],
  ])('says that %s is why', (_, before, after, words) => {
    expect(workerEffects(before, after)).toEqual([`test/shop/worker: rolling restart of 3 pods in 3 rounds: ${words}`]);
  });

  it('says in words that configuration is why, and names the file', () => {
    const config = (level: string) => ({ config: { mountPath: '/etc/app', files: { 'features.json': '{}\n', 'log.json': level } } });
    expect(workerEffects(config('info\n'), config('debug\n'))).toEqual([
      'test/shop/worker: rolling restart of 3 pods in 3 rounds: config changed: log.json',
    ]);
  });

  it('says in words that a secret was rotated', () => {
    const key = (generation: number) => ({ env: { KEY: Secret.fromConfig('stripe', { generation }) } });
    expect(workerEffects(key(1), key(2))).toEqual([
      'test/shop/worker: rolling restart of 3 pods in 3 rounds: secret generations stripe/1 → stripe/2',
    ]);
  });

  it('names six causes, and counts the others', () => {
    const env = Object.fromEntries(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((name) => [name, '1']));
    expect(workerEffects({}, { env })[0]).toMatch(/: env A added \(1\); .*env F added \(1\); and 2 more$/);
  });

  it.each<[string, object, string]>([
    [
      'Recreate',
      { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } },
      'restart of 3 pods, all stopped before the first new one starts',
    ],
    [
      'a rollout that may miss pods',
      { spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '67%' } } } },
      'rolling restart of 3 pods in 2 rounds',
    ],
  ])('is put into effect as the strategy says: %s', (_, deployment, words) => {
    const props = (image: string) => ({ image, patch: { deployment } });
    expect(workerEffects(props(IMAGE), props('ghcr.io/acme/api:1.5.0'))).toEqual([`test/shop/worker: ${words}: image 1.4.2 → 1.5.0`]);
  });
});

describe('a change that no pod notices', () => {
  it('is made in place', () => {
    expect(workerEffects({ scaling: { replicas: 3 } }, { scaling: { replicas: 4 } })).toEqual([
      'test/shop/worker: in place: replicas 3 → 4; Deployment strategy.rollingUpdate.maxSurge 1 → 25%',
    ]);
    expect(workerEffects({ scaling: { min: 3, max: 12 } }, { scaling: { min: 3, max: 20 } }).at(-1)).toBe(
      'test/shop/worker: in place: max replicas 12 → 20',
    );
  });

  it('is told beside a restart', () => {
    const change = workerEffects({ scaling: { replicas: 4 } }, { scaling: { replicas: 5 }, image: 'ghcr.io/acme/api:1.5.0' });
    expect(change).toEqual([
      'test/shop/worker: rolling restart of 5 pods in 3 rounds: image 1.4.2 → 1.5.0',
      'test/shop/worker: in place: replicas 4 → 5',
    ]);
  });

  it('is the next run’s of a scheduled task', () => {
    const report = (schedule: string, image: string) => treeOf((chart) => new ScheduledTask(chart, 'report', { image, schedule }));
    expect(effects(report('0 3 * * *', IMAGE), report('0 4 * * *', 'ghcr.io/acme/api:1.5.0'))).toEqual([
      'test/shop/report: next run: CronJob report: image 1.4.2 → 1.5.0; schedule 0 3 * * * → 0 4 * * *',
    ]);
  });

  it('is the requests’ share of a canary', () => {
    const canary = (weight: number) =>
      treeOf(
        (chart) =>
          new WebService(chart, 'api', { image: IMAGE, port: 8080, route: { host: 'shop' }, canary: { image: 'acme/api:2.0.0', weight } }),
      );
    expect(effects(canary(10), canary(25))).toEqual(['test/shop/api: in place: weight of api 90 → 75; weight of api-canary 10 → 25']);
  });

  it('is the switch to the other colour', () => {
    const at = (active: 'blue' | 'green') =>
      treeOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, blueGreen: { green: 'acme/api:2.0.0', active } }));
    expect(effects(at('blue'), at('green'))).toEqual(['test/shop/api: in place: pods behind the Service api → api-green']);
  });
});

describe('a migration', () => {
  it('runs again when its pod differs', () => {
    const migrate = (image: string) => treeOf((chart) => new MigrationTask(chart, 'migrate', { image }));
    expect(effects(migrate(IMAGE), migrate('ghcr.io/acme/api:1.5.0'))).toEqual([
      'test/shop/migrate: runs again: Job migrate: image 1.4.2 → 1.5.0',
    ]);
  });

  it('does not when only its deadline does', () => {
    const migrate = (minutes: number) =>
      treeOf((chart) => new MigrationTask(chart, 'migrate', { image: IMAGE, deadline: Duration.minutes(minutes) }));
    expect(effects(migrate(1), migrate(2))).toEqual(['test/shop/migrate: in place: Job activeDeadlineSeconds 60 → 120']);
  });
});

const statefulSet = (spec: object = {}): KubernetesObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'acme-prod' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17.5' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '10Gi' } } } }],
      ...spec,
    },
  }) as KubernetesObject;
const claim = (storage: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { resources: { requests: { storage } } },
  }) as KubernetesObject;
const account: KubernetesObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'db' } };
const objectEffects = (before: readonly KubernetesObject[], after: readonly KubernetesObject[]) =>
  effects(treeOfObjects(account, ...before), treeOfObjects(account, ...after));

describe('data', () => {
  it('is at risk with a StatefulSet that goes; its claims stay unless it says otherwise', () => {
    expect(objectEffects([statefulSet()], [])).toEqual([
      'prod/shop/db: data at risk: StatefulSet db is removed, and its claims stay without pods',
      'prod/shop/db: removed: StatefulSet db, 3 pods stop',
    ]);
    const deleted = statefulSet({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } });
    expect(objectEffects([deleted], [])[0]).toBe('prod/shop/db: data at risk: StatefulSet db is removed, and its claims with it');
  });

  it('is at risk with a StatefulSet that is made anew', () => {
    expect(objectEffects([statefulSet()], [statefulSet({ serviceName: 'db-peers' })])).toEqual([
      'prod/shop/db: data at risk: StatefulSet db is replaced, and its claims stay',
      'prod/shop/db: replaced: StatefulSet db is deleted and made anew, since spec.serviceName cannot change',
    ]);
  });

  it('is at risk with a claim that goes or asks for less, and not with one that grows', () => {
    expect(objectEffects([claim('10Gi')], [])[0]).toBe(
      'prod/shop/db: data at risk: PersistentVolumeClaim data is removed, and what it holds with it unless its volume is retained',
    );
    expect(objectEffects([claim('10Gi')], [claim('5Gi')])).toContain(
      'prod/shop/db: data at risk: PersistentVolumeClaim data asks for less storage than it has, 10Gi → 5Gi',
    );
    expect(objectEffects([claim('10Gi')], [claim('20Gi')])).toEqual([
      'prod/shop/db: in place: PersistentVolumeClaim data resources.requests.storage 10Gi → 20Gi',
    ]);
    const smaller = [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '5Gi' } } } }];
    expect(objectEffects([statefulSet()], [statefulSet({ volumeClaimTemplates: smaller })])).toContain(
      'prod/shop/db: data at risk: StatefulSet db asks for less storage than it has, 10Gi → 5Gi',
    );
  });

  it('is at risk with a Namespace, and with an environment that goes', () => {
    const tree = treeOf(worker());
    const renamed = treeOf(worker(), { namespace: 'other' });
    expect(effects(tree, renamed)).toContain(
      'test/environment/namespace: data at risk: Namespace test is removed, and everything in it with it',
    );
    expect(effects(tree, renamed)).toContain(
      'test/shop/worker: replaced: Deployment worker is deleted and made anew, since metadata.namespace cannot change',
    );
    expect(effects(tree, new Map())[0]).toBe(
      'test/environment/namespace: data at risk: Namespace test is removed, and everything in it with it',
    );
  });

  it('is at risk with derived values of a Secret, its own or one of them', () => {
    const derived = { KEY: Secret.derived('session'), SALT: Secret.derived('salt') };
    expect(workerEffects({ env: derived }, {})[0]).toBe(
      'test/shop/worker: data at risk: Secret worker is removed, and the derived key, salt with it',
    );
    expect(workerEffects({ env: derived }, { env: { KEY: derived.KEY } })[0]).toBe(
      'test/shop/worker: data at risk: Secret worker loses the derived salt',
    );
    expect(workerEffects({ env: { KEY: Secret.fromConfig('key') } }, {}).join()).not.toContain('data at risk');
  });

  it('is not at risk when pods restart or a Deployment goes', () => {
    const restarted = statefulSet({
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17.6' }] } },
    });
    expect(objectEffects([statefulSet()], [restarted])).toEqual(['prod/shop/db: rolling restart of 3 pods in 3 rounds: image 17.5 → 17.6']);
    expect(workerEffects({}, { image: 'ghcr.io/acme/api:1.5.0' }).join()).not.toContain('data at risk');
  });
});

describe('a data service', () => {
  const store = (props: StoreProps = {}, environment: Partial<Environment> = {}) =>
    treeOf((chart) => new Store(chart, 'store', props), environment);

  it('that goes puts its data at risk, which stay as claims', () => {
    expect(effects(store(), treeOf(worker()))).toContain(
      'test/shop/store: data at risk: StatefulSet store is removed, and its claims stay without pods',
    );
  });

  it('is made anew for larger volumes, and asks for less than it has with smaller ones', () => {
    expect(effects(store(), store({ storage: { size: Size.gibibytes(20) } }))).toEqual([
      'test/shop/store: data at risk: StatefulSet store is replaced, and its claims stay',
      'test/shop/store: replaced: StatefulSet store is deleted and made anew, since spec.volumeClaimTemplates cannot change',
    ]);
    expect(effects(store(), store({ storage: { size: Size.gibibytes(5) } }))).toContain(
      'test/shop/store: data at risk: StatefulSet store asks for less storage than it has, 10240Mi → 5120Mi',
    );
  });

  it('tells a new key of its certificate once, and other hosts', () => {
    const certificate = (props: CertificateProps) =>
      treeOf((chart) => addCertificate(new Worker(chart, 'worker', { image: IMAGE }), 'worker-tls', props));
    const hosts = ['worker'];
    expect(effects(certificate({ hosts }), certificate({ hosts, generation: 2 }))).toEqual([
      'test/shop/worker: in place: new key of certificate worker-tls',
    ]);
    expect(effects(certificate({ hosts }), certificate({ hosts: ['worker', 'worker.test'] }))).toEqual([
      'test/shop/worker: in place: hosts of certificate worker-tls worker → worker worker.test',
    ]);
    expect(effects(certificate({ hosts }), treeOf(worker())).join()).not.toContain('data at risk');
  });
});

describe('claims that a StatefulSet deletes', () => {
  const retention = (policy: object, replicas = 3) => statefulSet({ replicas, persistentVolumeClaimRetentionPolicy: policy });
  const [scaled, deleted] = [{ whenScaled: 'Delete' }, { whenDeleted: 'Delete' }];

  it('are data at risk where it is scaled down', () => {
    expect(objectEffects([retention(scaled, 5)], [retention(scaled, 3)])).toEqual([
      'prod/shop/db: data at risk: StatefulSet db goes from 5 to 3 pods, and the claims of those that go with them',
      'prod/shop/db: in place: replicas 5 → 3',
    ]);
    expect(objectEffects([retention(scaled, 3)], [retention(scaled, 5)])).toEqual(['prod/shop/db: in place: replicas 3 → 5']);
    expect(objectEffects([retention({}, 5)], [retention({}, 3)])).toEqual([
      'prod/shop/db: data at risk: StatefulSet db goes from 5 to 3 pods, and what only those that go hold is out of reach',
      'prod/shop/db: in place: replicas 5 → 3',
    ]);
  });

  it('are data at risk where it did not before', () => {
    expect(objectEffects([retention({ whenScaled: 'Retain' })], [retention(scaled)])[0]).toBe(
      'prod/shop/db: data at risk: StatefulSet db deletes claims from now on when it is scaled down (whenScaled: Delete)',
    );
    expect(objectEffects([statefulSet()], [retention(deleted)])[0]).toBe(
      'prod/shop/db: data at risk: StatefulSet db deletes its claims from now on when it is deleted (whenDeleted: Delete)',
    );
    expect(objectEffects([retention(deleted)], [statefulSet()]).join()).not.toContain('data at risk');
  });
});

describe('an object that goes from a component that stays', () => {
  const object = (apiVersion: string, kind: string): KubernetesObject => ({ apiVersion, kind, metadata: { name: 'db' } });

  it('is removed, where something no longer runs, answers or is protected', () => {
    const gone = [
      object('apps/v1', 'DaemonSet'),
      object('batch/v1', 'CronJob'),
      object('batch/v1', 'Job'),
      object('policy/v1', 'PodDisruptionBudget'),
      object('v1', 'Service'),
      object('networking.k8s.io/v1', 'NetworkPolicy'),
    ];
    expect(objectEffects(gone, [])).toEqual([
      'prod/shop/db: removed: DaemonSet db, one pod per node stop',
      'prod/shop/db: removed: CronJob db',
      'prod/shop/db: removed: Job db',
      'prod/shop/db: removed: PodDisruptionBudget db',
      'prod/shop/db: removed: Service db',
      'prod/shop/db: in place: NetworkPolicy db removed',
    ]);
  });

  it('says how many pods stop, as its scaler had them', () => {
    const scaler = {
      ...object('autoscaling/v2', 'HorizontalPodAutoscaler'),
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'db' }, minReplicas: 2, maxReplicas: 8 },
    };
    expect(objectEffects([object('apps/v1', 'Deployment'), scaler], [])).toEqual([
      'prod/shop/db: removed: Deployment db, 2 to 8 pods stop',
      'prod/shop/db: in place: HorizontalPodAutoscaler db removed',
    ]);
  });
});

describe('a Job', () => {
  it('that is new in a component that stays runs', () => {
    const job: KubernetesObject = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'seed' } };
    expect(objectEffects([], [job])).toEqual(['prod/shop/db: runs: Job seed']);
  });
});

describe('a ScaledJob', () => {
  const scaledJob = (image: string, spec: object): KubernetesObject =>
    ({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledJob',
      metadata: { name: 'db' },
      spec: { jobTargetRef: { template: { spec: { containers: [{ name: 'db', image }] } } }, ...spec },
    }) as KubernetesObject;
  const changed = (spec: object) => objectEffects([scaledJob('a/b:1', spec)], [scaledJob('a/b:2', spec)]);

  it('ends its running Jobs, unless its rollout is gradual', () => {
    for (const spec of [{}, { rollout: { strategy: 'default' } }, { rolloutStrategy: 'immediate', rollout: { strategy: 'gradual' } }]) {
      expect(changed(spec)).toEqual(['prod/shop/db: running Jobs end: ScaledJob db: image 1 → 2']);
    }
    for (const spec of [{ rollout: { strategy: 'gradual' } }, { rolloutStrategy: 'gradual' }]) {
      expect(changed(spec)).toEqual(['prod/shop/db: next run: ScaledJob db: image 1 → 2']);
    }
  });
});

describe('the partition of a StatefulSet', () => {
  const partitioned = (partition: number, version: string) =>
    statefulSet({
      replicas: 5,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: `postgres:${version}` }] } },
    });
  const updated = (partition: number) => objectEffects([partitioned(partition, '17.5')], [partitioned(partition, '17.6')]);

  it('holds the first pods back', () => {
    expect(updated(0)).toEqual(['prod/shop/db: rolling restart of 5 pods in 5 rounds: image 17.5 → 17.6']);
    expect(updated(3)).toEqual(['prod/shop/db: rolling restart of 2 pods in 2 rounds, the first 3 held back: image 17.5 → 17.6']);
    expect(updated(5)).toEqual(['prod/shop/db: new template, and partition 5 holds every pod back: image 17.5 → 17.6']);
  });
});

describe('a changed ConfigMap', () => {
  const configMap = (name: string, level: string): KubernetesObject =>
    ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { level } }) as KubernetesObject;
  const user = (kind: string, name: string, pod: object, hash?: string): KubernetesObject => {
    const container = { name: 'main', image: 'a/b:1' };
    const annotations = hash === undefined ? undefined : { 'evenkeel.dev/config-hash': hash };
    return {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name },
      spec: { replicas: 2, template: { metadata: { annotations }, spec: { containers: [container], ...pod } } },
    } as KubernetesObject;
  };
  const main = (fields: object) => ({ containers: [{ name: 'main', image: 'a/b:1', ...fields }] });
  const mounted = (configMapName: string, mount: object = {}) => ({
    ...main({ volumeMounts: [{ name: 'config', mountPath: '/etc/app', ...mount }] }),
    volumes: [{ name: 'config', configMap: { name: configMapName } }],
  });
  const changed = (...users: readonly KubernetesObject[]) =>
    objectEffects([configMap('db', 'info'), ...users], [configMap('db', 'debug'), ...users]);
  const line = 'prod/shop/db: in place: config file level info → debug';

  it.each<[string, object]>([
    ['variables', main({ envFrom: [{ configMapRef: { name: 'db' } }] })],
    ['a variable', main({ env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'db', key: 'level' } } }] })],
    ['a file that is mounted by itself', mounted('db', { subPath: 'level' })],
  ])('is read at the next start of pods that have it as %s', (_, pod) => {
    expect(changed(user('Deployment', 'db', pod))).toEqual([`${line}; ConfigMap db: pods read it at their next start`]);
  });

  it.each<[string, object]>([
    ['a volume', mounted('db')],
    ['a part of a volume', { ...mounted('db'), volumes: [{ name: 'config', projected: { sources: [{ configMap: { name: 'db' } }] } }] }],
  ])('changes the files in place of pods that have it as %s', (_, pod) => {
    expect(changed(user('StatefulSet', 'db', pod))).toEqual([`${line}; ConfigMap db: mounted files change in place`]);
  });

  it('of which an init container reads the files is read at the next start', () => {
    const { containers, volumes } = mounted('db');
    const pod = { containers: [{ name: 'main', image: 'a/b:1' }], initContainers: containers, volumes };
    expect(changed(user('DaemonSet', 'db', pod))).toEqual([`${line}; ConfigMap db: pods read it at their next start`]);
  });

  it('that nobody uses is told alone', () => {
    expect(changed(user('Deployment', 'db', mounted('other')))).toEqual([line]);
  });

  it('is told by the restart only where that is of the pods that use it', () => {
    const others = (value: string, hash: string) => [configMap('other', value), user('Deployment', 'other', mounted('other'), hash)];
    const own = user('Deployment', 'db', mounted('db'));
    expect(
      objectEffects([configMap('db', 'info'), own, ...others('a', '1')], [configMap('db', 'debug'), own, ...others('b', '2')]),
    ).toEqual([
      'prod/shop/db: rolling restart of 2 pods of Deployment other in 2 rounds: config changed: level',
      `${line}; ConfigMap db: mounted files change in place`,
    ]);
  });

  it('that two controllers use is told for the one that does not restart', () => {
    const hashed = (hash: string) => user('Deployment', 'db', mounted('db'), hash);
    const plain = user('StatefulSet', 'plain', mounted('db'));
    expect(objectEffects([configMap('db', 'info'), hashed('1'), plain], [configMap('db', 'debug'), hashed('2'), plain])).toEqual([
      'prod/shop/db: rolling restart of 2 pods in 2 rounds: config changed: level',
      `${line}; ConfigMap db: mounted files change in place`,
    ]);
  });
});

describe('an object of another identity', () => {
  it('is made anew: another selector, another version of the API', () => {
    const selector = { selector: { matchLabels: { app: 'db', role: 'primary' } } };
    expect(objectEffects([statefulSet()], [statefulSet(selector)])[1]).toMatch(
      /^prod\/shop\/db: replaced: StatefulSet db is .*since spec\.selector/,
    );
    const policy = (apiVersion: string) => ({ apiVersion, kind: 'NetworkPolicy', metadata: { name: 'db' } });
    expect(objectEffects([policy('extensions/v1beta1')], [policy('networking.k8s.io/v1')])).toEqual([
      'prod/shop/db: replaced: NetworkPolicy db is deleted and made anew, since apiVersion cannot change',
    ]);
  });
});

describe('a PodDisruptionBudget', () => {
  const many = (image: string, replicas: number) => ({ image, scaling: { replicas } });

  it('that lets one of many pods go at a time makes drains slow', () => {
    expect(workerEffects(many(IMAGE, 40), many('ghcr.io/acme/api:1.5.0', 40))).toEqual([
      'test/shop/worker: rolling restart of 40 pods in 4 rounds: image 1.4.2 → 1.5.0',
      'test/shop/worker: slow drains: PodDisruptionBudget worker makes them 40 rounds for 40 pods',
    ]);
  });

  it('of few pods, or of a share of them, does not', () => {
    expect(workerEffects(many(IMAGE, 19), many('ghcr.io/acme/api:1.5.0', 19)).join()).not.toContain('drains');
    const tenth = (image: string) => ({ ...many(image, 40), patch: { podDisruptionBudget: { spec: { maxUnavailable: '10%' } } } });
    expect(workerEffects(tenth(IMAGE), tenth('ghcr.io/acme/api:1.5.0')).join()).not.toContain('drains');
  });

  it('that lets none go blocks them', () => {
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'db' } };
    const of = (minAvailable: number): KubernetesObject[] => [
      statefulSet(),
      { ...budget, spec: { minAvailable, selector: { matchLabels: { app: 'db' } } } } as KubernetesObject,
    ];
    expect(objectEffects(of(2), of(3))).toEqual([
      'prod/shop/db: blocked drains: PodDisruptionBudget db lets none of 3 pods go',
      'prod/shop/db: in place: PodDisruptionBudget minAvailable 2 → 3',
    ]);
  });
});

describe('a file that is no object', () => {
  it('is refused with its path', () => {
    const path = 'prod/shop/db/secret.db.yaml';
    const sentence = `${path} holds no Kubernetes object as synth writes it (apiVersion, kind, metadata.name); run npm run synth and commit it`;
    for (const text of ['a: [', 'kind: Secret', stringify({ apiVersion: 'v1', kind: 'Secret', metadata: {} })]) {
      expect(problemsOf(() => impactOf(new Map([[path, text]]), new Map()))).toEqual([sentence]);
    }
  });
});
