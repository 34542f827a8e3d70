import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { platform } from '../../../apps/platform.js';
import {
  type AutoScale,
  EvenkeelError,
  type Route,
  Secret,
  type SynthesizedStack,
  synthesize,
  WebService,
  Worker,
} from '../../../lib/index.js';
import { checkCluster } from '../../../stacks/bridge/guards.js';
import { IMAGE, synth } from '../../support/apps.js';
import { CLUSTER_UID, fakeCluster, startPulumi } from '../../support/bridge.js';
import { first } from '../../support/objects.js';
import { Store } from '../../support/store.js';

type Answers = Readonly<Record<string, unknown>>;
const api = (apiVersion: string) => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
const NAMESPACE = '/api/v1/namespaces/test';
/** What a class should be able to do: docs/data.md. */
const ABLE = { allowVolumeExpansion: true, volumeBindingMode: 'WaitForFirstConsumer' };
const STORAGE_CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

/** What a cluster answers that has everything the stack needs. */
function healthy({ manifests }: SynthesizedStack): Answers {
  const kinds = manifests.map(({ object: { apiVersion } }) => [
    api(apiVersion),
    { resources: manifests.filter(({ object }) => object.apiVersion === apiVersion).map(({ object: { kind } }) => ({ kind })) },
  ]);
  const priorities = ['evenkeel-data', 'evenkeel-service', 'evenkeel-batch'].map((name) => [
    `/apis/scheduling.k8s.io/v1/priorityclasses/${name}`,
    {},
  ]);
  return {
    '/api/v1/namespaces/kube-system': { metadata: { uid: CLUSTER_UID } },
    '/apis': { groups: [{ name: 'metrics.k8s.io' }] },
    [STORAGE_CLASSES]: {
      items: [{ ...ABLE, metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }],
    },
    ...Object.fromEntries([...kinds, ...priorities]),
  };
}

const small = synth((chart) => new Worker(chart, 'worker', { image: IMAGE })).stack;
const scaled = synth((chart) => {
  new WebService(chart, 'api', { image: IMAGE, port: 8080, route: { host: 'shop' }, scaling: { min: 2, max: 4 } });
}).stack;

async function check(stack: SynthesizedStack, changes: Answers = {}, outputs: Readonly<Record<string, unknown>> = {}) {
  await startPulumi({ stack: stack.name, outputs });
  return checkCluster(stack, fakeCluster({ ...healthy(stack), ...changes }));
}
async function refused(...args: Parameters<typeof check>): Promise<readonly string[]> {
  const error: unknown = await check(...args).then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  if (error instanceof EvenkeelError) return error.problems;
  throw error;
}

describe('a cluster that has everything', () => {
  it('is let through, and known by the UID of its kube-system from now on', async () => {
    expect(await check(scaled)).toBe(CLUSTER_UID);
    expect(await check(scaled, {}, { clusterUid: CLUSTER_UID })).toBe(CLUSTER_UID);
  });

  it.each(['dev', 'prod', 'cluster'])('is let through for %s of the reference platform', async (name) => {
    expect(await check(first(synthesize(platform, name)))).toBe(CLUSTER_UID);
  });
});

describe('another cluster than that of the last deployment', () => {
  it('is refused, with both UIDs and the ways out', async () => {
    expect(await refused(small, {}, { clusterUid: 'recorded' })).toEqual([
      `stack "test" is deployed to the cluster whose kube-system has UID recorded, and context "eu-1" is another (${CLUSTER_UID}); ` +
        'correct kubernetes:context, or destroy the stack on its own cluster first',
    ]);
  });

  it('is refused where it cannot be known at all', async () => {
    expect(await refused(small, { '/api/v1/namespaces/kube-system': undefined })).toEqual([
      'the cluster of context "eu-1" has no namespace kube-system, by whose UID it is known',
    ]);
  });
});

describe('the namespace', () => {
  const owned = (labels?: Readonly<Record<string, string>>) => ({ [NAMESPACE]: { metadata: { uid: 'x', labels } } });

  it('may be there when it is the environment’s own', async () => {
    expect(await check(small, owned({ 'evenkeel.dev/environment': 'test' }))).toBe(CLUSTER_UID);
  });

  it('of another environment is refused', async () => {
    expect(await refused(small, owned({ 'evenkeel.dev/environment': 'prod' }))).toEqual([
      'namespace test belongs to environment "prod", not to "test"; give the environment a namespace of its own',
    ]);
  });

  it.each([[undefined], [{}], [{ team: 'a' }]])('of nobody is refused, with the command that hands it over: labels %j', async (labels) => {
    expect(await refused(small, owned(labels))).toEqual([
      'namespace test belongs to something else (it has no environment label), not to "test"; ' +
        'give the environment a namespace of its own, or hand it over: kubectl label namespace test evenkeel.dev/environment=test',
    ]);
  });
});

describe('what the cluster lacks', () => {
  it('is told with the command that installs it: a kind', async () => {
    const [problem, ...others] = await refused(scaled, { '/apis/gateway.networking.k8s.io/v1': undefined });
    expect(problem).toMatch(
      /^the cluster does not know HTTPRoute of gateway\.networking\.k8s\.io\/v1; run: kubectl apply --server-side -f https:\/\/github\.com\/kubernetes-sigs\/gateway-api\/releases\//,
    );
    expect(others).toEqual([]);
  });

  it('is told when the group is there, and the kind is not', async () => {
    const group = { '/apis/gateway.networking.k8s.io/v1': { resources: [{ kind: 'Gateway' }, { kind: 'GatewayClass' }] } };
    expect((await refused(scaled, group)).join()).toContain('does not know HTTPRoute of gateway.networking.k8s.io/v1');
  });

  it('is told of External Secrets', async () => {
    const { stack } = synth(
      (chart) => new Worker(chart, 'worker', { image: IMAGE, env: { A: Secret.external({ store: 'vault', key: 'a' }) } }),
    );
    expect((await refused(stack, { '/apis/external-secrets.io/v1': undefined })).join()).toMatch(
      /ExternalSecret of external-secrets\.io\/v1; run: helm install external-secrets/,
    );
  });

  it('is told of kinds that nobody here knows how to install', async () => {
    const { stack } = synth((chart) => {
      const metadata = { name: 'a' };
      new ApiObject(new Construct(chart, 'extras'), 'a', { apiVersion: 'example.com/v1', kind: 'Widget', metadata });
    });
    expect(await refused(stack, { '/apis/example.com/v1': undefined })).toEqual([
      'the cluster does not know Widget of example.com/v1; install the CustomResourceDefinitions of example.com',
    ]);
  });

  it('is told when an autoscaler would be blind', async () => {
    const problems = await refused(scaled, { '/apis': { groups: [] } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^HorizontalPodAutoscaler "api" of "api" needs the API metrics\.k8s\.io, which the cluster does not serve; run: kubectl apply -f https:/,
    );
    expect(await check(small, { '/apis': { groups: [] } })).toBe(CLUSTER_UID);
  });

  it.each<[string, AutoScale | undefined, Route | undefined, string]>([
    ['metrics of pods', { min: 1, max: 3, metrics: [{ pods: 'carts', average: 10 }] }, undefined, 'custom.metrics.k8s.io'],
    ['metrics from elsewhere', { min: 1, max: 3, metrics: [{ external: 'queue', average: 10 }] }, undefined, 'external.metrics.k8s.io'],
    [
      'CPU beside a trigger',
      { min: 1, max: 3, cpu: 70, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 2 } },
      undefined,
      'metrics.k8s.io',
    ],
    ['a certificate', undefined, { host: 'shop', tls: { issuer: 'letsencrypt' } }, 'cert-manager.io'],
  ])('is told who is missing for %s, and for nothing else', async (_, scaling, route, group) => {
    const network = { gateway: { name: 'public', namespace: 'gateway', className: 'envoy' } };
    const { stack } = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling, route }), { network });
    const problems = await refused(stack, { '/apis': { groups: [] } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`needs the API ${group}, which the cluster does not serve; run: `);
  });

  it('is told when its own stack was not deployed, and never by the name of a stack that there is none of', async () => {
    const problems = await refused(small, { '/apis/scheduling.k8s.io/v1/priorityclasses/evenkeel-service': undefined });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^the cluster has no PriorityClass evenkeel-service; deploy the cluster's own stack first/);
    expect(problems[0]).not.toMatch(/--stack cluster$/);
  });

  describe('of StorageClasses', () => {
    const classes = (...names: readonly string[]) => ({
      [STORAGE_CLASSES]: {
        items: names.map((name) => ({
          ...ABLE,
          metadata: {
            name: name.replace(' (default)', ''),
            annotations: { 'storageclass.kubernetes.io/is-default-class': String(name.endsWith('(default)')) },
          },
        })),
      },
    });
    const withClass = (storageClass?: string) =>
      synth(
        (chart) => {
          new Store(chart, 'orders');
          new Store(chart, 'cache');
        },
        { storageClass },
      ).stack;

    it('is told by the name that somebody asks for, once, with those that there are', async () => {
      expect(await refused(withClass('fast'), classes('standard (default)', 'slow'))).toEqual([
        'the cluster has no StorageClass "fast", which the volumes of "orders" ask for (it has standard, slow); ' +
          'correct storageClass of environment "test", or storage.class of "orders"',
      ]);
      expect(await check(withClass('fast'), classes('fast'))).toBe(CLUSTER_UID);
    });

    it('is told of a component that names its own', async () => {
      const { stack } = synth((chart) => new Store(chart, 'orders', { storage: { size: Size.gibibytes(1), class: 'local' } }));
      expect((await refused(stack, classes('fast (default)'))).join()).toContain('no StorageClass "local", which the volumes of "orders"');
    });

    it('is told where nobody names one and there is no default', async () => {
      expect(await refused(withClass(), classes('slow'))).toEqual([
        'the volumes of "orders" name no StorageClass, and the cluster has no default one (it has slow); set storageClass of environment "test"',
      ]);
      expect(await refused(withClass(), classes())).toEqual([
        'the volumes of "orders" name no StorageClass, and the cluster has no default one (it has none); set storageClass of environment "test"',
      ]);
      expect(await check(withClass(), classes('slow', 'standard (default)'))).toBe(CLUSTER_UID);
    });

    it('that are there and can do little is a warning, as long as there is a choice', async () => {
      const warn = vi.spyOn(pulumi.log, 'warn').mockResolvedValue();
      onTestFinished(() => warn.mockRestore());
      const storageClass = (fields: object) => ({ [STORAGE_CLASSES]: { items: [{ metadata: { name: 'fast' }, ...fields }] } });
      await check(withClass('fast'), storageClass(ABLE));
      expect(warn).not.toHaveBeenCalled();
      const weak = storageClass({ volumeBindingMode: 'Immediate' });
      await check(withClass('fast'), weak);
      expect(warn.mock.calls.map(([sentence]) => sentence)).toEqual([
        'the volumes of "orders" can never grow: StorageClass "fast" does not say allowVolumeExpansion: true',
        'StorageClass "fast" makes the volumes of "orders" before a node is chosen, maybe in a zone where its pod cannot go; ' +
          'take one with volumeBindingMode: WaitForFirstConsumer, unless its volumes are reached from every zone',
      ]);
      warn.mockClear();
      const deployed = { '/apis/apps/v1/namespaces/test/statefulsets': { items: [{ metadata: { name: 'orders' } }] } };
      await check(withClass('fast'), { ...weak, ...deployed });
      expect(warn).not.toHaveBeenCalled();
    });

    it('is not asked where nothing is stored, or where somebody makes the volumes by hand', async () => {
      expect(await check(small, { [STORAGE_CLASSES]: undefined })).toBe(CLUSTER_UID);
      const { stack } = synth((chart) => new Store(chart, 'orders', { storage: { size: Size.gibibytes(1), class: '' } }));
      expect(await check(stack, { [STORAGE_CLASSES]: undefined })).toBe(CLUSTER_UID);
    });
  });

  it('is told of certificates for traffic inside the environment', async () => {
    const { stack } = synth((chart) => new Store(chart), { issuer: { kind: 'ClusterIssuer', name: 'internal' } });
    expect(await refused(stack, { '/apis/cert-manager.io/v1': undefined })).toEqual([
      expect.stringMatching(/^the cluster does not know Certificate of cert-manager\.io\/v1; run: kubectl apply -f https:/),
    ]);
  });

  it('is told all at once, with everything else', async () => {
    const problems = await refused(
      scaled,
      {
        [NAMESPACE]: { metadata: { uid: 'x' } },
        '/apis/gateway.networking.k8s.io/v1': undefined,
        '/apis': { groups: [] },
        '/apis/scheduling.k8s.io/v1/priorityclasses/evenkeel-service': undefined,
      },
      { clusterUid: 'recorded' },
    );
    expect(problems.map((problem) => problem.split(' ').slice(0, 4).join(' '))).toEqual([
      'stack "test" is deployed',
      'namespace test belongs to',
      'the cluster does not',
      'HorizontalPodAutoscaler "api" of "api"',
      'the cluster has no',
    ]);
  });
});
