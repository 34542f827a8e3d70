import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
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

type Answers = Readonly<Record<string, unknown>>;
const api = (apiVersion: string) => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
const NAMESPACE = '/api/v1/namespaces/test';

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
