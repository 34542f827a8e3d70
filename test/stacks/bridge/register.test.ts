import { join } from 'node:path';
import { Construct } from 'constructs';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { platform } from '../../../apps/platform.js';
import { manifestPath } from '../../../lib/core/manifest.js';
import {
  Chart,
  type Environment,
  type KubernetesObject,
  STAGES,
  type SynthesizedStack,
  synthesize,
  WebService,
  Worker,
} from '../../../lib/index.js';
import { testEnvironment } from '../../../lib/testing/index.js';
import { CLUSTER_UID, objectsIn, type Registration, register } from '../../support/bridge.js';
import { filesBelow, ROOT } from '../../support/files.js';
import { defined, first } from '../../support/objects.js';

const stackOf = (name: string): SynthesizedStack => first(synthesize(platform, name));
const deployed = (name: string): Promise<Registration[]> => register(stackOf(name));
const STACKS = ['dev', 'staging', 'prod', 'cluster'];
/** `<type>::<name>`, as a URN ends. */
const identity = ({ urn }: Registration) => urn.split('::').slice(2).join('::');

describe('what is sent', () => {
  it.each(STACKS)('is the committed YAML of %s, but for the data of Secrets and the first replicas of scaled Deployments', async (name) => {
    const committed = filesBelow(join(ROOT, 'dist', name));
    const sent = new Map(objectsIn(await deployed(name)).map(({ name, inputs }) => [name, inputs]));
    expect(sent.size).toBe(committed.size);

    const additions: string[] = [];
    for (const yaml of committed.values()) {
      const reviewed = parse(yaml) as KubernetesObject & { readonly spec?: object };
      const id = [reviewed.metadata.namespace, reviewed.kind, reviewed.metadata.name].filter(Boolean).join('/');
      const inputs = sent.get(id);
      if (reviewed.kind === 'Secret') {
        additions.push(`${id} data`);
        expect({ ...inputs, data: undefined }, id).toEqual({ ...reviewed, data: undefined });
      } else if (reviewed.metadata.annotations?.['evenkeel.dev/initial-replicas'] !== undefined) {
        additions.push(`${id} replicas`);
        expect(inputs, id).toEqual({ ...reviewed, spec: { ...reviewed.spec, replicas: 3 } });
      } else {
        expect(inputs, id).toEqual(reviewed);
      }
    }
    const namespace = stackOf(name).environment?.namespace;
    expect(additions.sort()).toEqual(namespace ? [`${namespace}/Deployment/api replicas`, `${namespace}/Secret/api data`] : []);
  });

  it('keeps the count of a scaler: later differences of replicas are ignored, there and nowhere else', async () => {
    const ignoring = (await deployed('prod')).filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    expect(ignoring.map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([['acme-prod/Deployment/api', ['spec.replicas']]]);
  });

  it('goes by server-side apply to the cluster that was asked, and to no default one', async () => {
    vi.stubEnv('KUBECONFIG', undefined);
    const registrations = await deployed('prod');
    const provider = defined(registrations.find(({ type }) => type === 'pulumi:providers:kubernetes'));
    expect(provider.inputs).toEqual({
      context: 'eu-1',
      clusterIdentifier: CLUSTER_UID,
      enableServerSideApply: 'true',
      enableConfigMapMutable: 'true',
      enableSecretMutable: 'true',
    });
    for (const { name, provider: used } of objectsIn(registrations)) expect(used, name).toBe(`${provider.urn}::cluster-id`);
  });
});

describe('the identity of what is sent', () => {
  const COMPONENT = 'evenkeel:index:Component';
  const child = (type: string, name: string) => `${COMPONENT}$kubernetes:${type}::${name}`;

  it('is known: another one would delete and make anew', async () => {
    const policies = [
      'allow-dns',
      'api-from-fulfilment',
      'api-from-network.gateway',
      'api-from-network.metrics',
      'api-to-backend',
      'backend-from-api',
      'backend-from-network.metrics',
      'default-deny',
      'fulfilment-from-network.metrics',
      'fulfilment-to-api',
    ];
    expect((await deployed('prod')).map(identity).sort()).toEqual(
      [
        'pulumi:providers:kubernetes::cluster',
        `${COMPONENT}::environment/namespace`,
        `${COMPONENT}::shop/api`,
        `${COMPONENT}::shop/backend`,
        `${COMPONENT}::shop/fulfilment`,
        child('apps/v1:Deployment', 'acme-prod/Deployment/api'),
        child('apps/v1:Deployment', 'acme-prod/Deployment/backend'),
        child('apps/v1:Deployment', 'acme-prod/Deployment/fulfilment'),
        child('autoscaling/v2:HorizontalPodAutoscaler', 'acme-prod/HorizontalPodAutoscaler/api'),
        child('core/v1:ConfigMap', 'acme-prod/ConfigMap/backend'),
        child('core/v1:LimitRange', 'acme-prod/LimitRange/defaults'),
        child('core/v1:Namespace', 'Namespace/acme-prod'),
        child('core/v1:ResourceQuota', 'acme-prod/ResourceQuota/quota'),
        child('core/v1:Secret', 'acme-prod/Secret/api'),
        child('core/v1:Service', 'acme-prod/Service/api'),
        child('core/v1:Service', 'acme-prod/Service/backend'),
        child('core/v1:ServiceAccount', 'acme-prod/ServiceAccount/api'),
        child('core/v1:ServiceAccount', 'acme-prod/ServiceAccount/backend'),
        child('core/v1:ServiceAccount', 'acme-prod/ServiceAccount/fulfilment'),
        child('gateway.networking.k8s.io/v1:HTTPRoute', 'acme-prod/HTTPRoute/api'),
        ...policies.map((name) => child('networking.k8s.io/v1:NetworkPolicy', `acme-prod/NetworkPolicy/${name}`)),
        child('policy/v1:PodDisruptionBudget', 'acme-prod/PodDisruptionBudget/api'),
        child('policy/v1:PodDisruptionBudget', 'acme-prod/PodDisruptionBudget/backend'),
        child('policy/v1:PodDisruptionBudget', 'acme-prod/PodDisruptionBudget/fulfilment'),
      ].sort(),
    );
  });

  it('is known of the cluster’s stack', async () => {
    expect((await deployed('cluster')).map(identity).sort()).toEqual([
      child('scheduling.k8s.io/v1:PriorityClass', 'PriorityClass/evenkeel-batch'),
      child('scheduling.k8s.io/v1:PriorityClass', 'PriorityClass/evenkeel-data'),
      child('scheduling.k8s.io/v1:PriorityClass', 'PriorityClass/evenkeel-service'),
      `${COMPONENT}::cluster/priority-classes`,
      'pulumi:providers:kubernetes::cluster',
    ]);
  });

  it('has one level of parents, of one type, named after application and component', async () => {
    const registrations = await deployed('prod');
    const parents = registrations.filter(({ custom }) => !custom);
    for (const { type, parent } of parents) expect({ type, parent }).toEqual({ type: COMPONENT, parent: '' });
    const owners = new Map(stackOf('prod').manifests.map(({ app, component, object }) => [object.metadata, `${app}/${component}`]));
    expect(new Set(parents.map(({ name }) => name))).toEqual(new Set(owners.values()));
    for (const { name, parent } of objectsIn(registrations)) {
      const [kind, objectName] = name.split('/').slice(-2);
      const manifest = stackOf('prod').manifests.find(({ object }) => object.kind === kind && object.metadata.name === objectName);
      expect(parent.split('::').at(-1), name).toBe(manifest && manifestPath(manifest).split('/').slice(0, 2).join('/'));
    }
  });

  it('is the same when the application’s class is renamed and a component moves into a construct', async () => {
    const place = (scope: Construct, backendScope: Construct) => {
      const backend = new WebService(backendScope, 'backend', { image: 'ghcr.io/acme/backend:1', port: 8080 });
      new Worker(scope, 'worker', { image: 'ghcr.io/acme/worker:1', uses: [backend] });
    };
    class Shop extends Chart {
      constructor(scope: Construct, environment: Environment) {
        super(scope, 'shop', environment);
        place(this, this);
      }
    }
    class Renamed extends Chart {
      constructor(scope: Construct, environment: Environment) {
        super(scope, 'shop', environment);
        place(this, new Construct(new Construct(this, 'group'), 'subgroup'));
      }
    }
    const of = async (app: typeof Shop | typeof Renamed) => {
      const environments = [testEnvironment];
      return register(first(synthesize({ clusters: [{ name: 'test' }], environments, apps: [app] }, 'test')));
    };
    const byName = (registrations: readonly Registration[]) => registrations.toSorted((a, b) => a.urn.localeCompare(b.urn));
    const withoutOrder = (all: readonly Registration[]) => byName(all).map((r) => ({ ...r, dependencies: r.dependencies.toSorted() }));
    expect(withoutOrder(await of(Renamed))).toEqual(withoutOrder(await of(Shop)));
  });
});

describe('the order of deployment', () => {
  it.each(STACKS)('of %s: everything waits for the whole stage before its own, and for nothing else', async (name) => {
    const stack = stackOf(name);
    const registrations = objectsIn(await register(stack));
    const stageOf = (name: string) => {
      const [kind, objectName] = name.split('/').slice(-2);
      return defined(stack.manifests.find(({ object }) => object.kind === kind && object.metadata.name === objectName)).stage;
    };
    const stages = STAGES.filter((stage) => registrations.some(({ name }) => stageOf(name) === stage));
    for (const { name, dependencies } of registrations) {
      const before = stages[stages.indexOf(stageOf(name)) - 1];
      const expected = registrations.filter((other) => stageOf(other.name) === before).map(({ urn }) => urn);
      expect(dependencies.toSorted(), name).toEqual(expected.sort());
    }
    expect(stages).toEqual(name === 'cluster' ? ['configuration'] : ['namespace', 'configuration', 'workloads', 'routes']);
  });
});
