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

const STACKS = ['dev', 'staging', 'prod', 'cluster'];
const stacks = new Map(STACKS.map((name) => [name, first(synthesize(platform, name))]));
const stackOf = (name: string): SynthesizedStack => defined(stacks.get(name), name);
const deployed = (name: string): Promise<Registration[]> => register(stackOf(name));
/** `<type>::<name>`, as a URN ends. */
const identity = ({ urn }: Registration) => urn.split('::').slice(2).join('::');

const initialReplicas = ({ metadata }: KubernetesObject) => metadata.annotations?.['evenkeel.dev/initial-replicas'];
/** The keys of a Secret whose values the deployment fills in. */
const sourcesOf = ({ metadata }: KubernetesObject) =>
  Object.keys(metadata.annotations ?? {})
    .filter((annotation) => annotation.startsWith('secret.evenkeel.dev/'))
    .map((annotation) => annotation.slice('secret.evenkeel.dev/'.length))
    .sort();

describe('what is sent', () => {
  it.each(STACKS)('is the committed YAML of %s, but for the data of Secrets and the first replicas of scaled Deployments', async (name) => {
    const committed = filesBelow(join(ROOT, 'dist', name));
    const sent = new Map(objectsIn(await deployed(name)).map(({ name, inputs }) => [name, inputs]));
    expect(sent.size).toBe(committed.size);

    for (const yaml of committed.values()) {
      const reviewed = parse(yaml) as KubernetesObject & { readonly spec?: object };
      const id = [reviewed.metadata.namespace, reviewed.kind, reviewed.metadata.name].filter(Boolean).join('/');
      const inputs = sent.get(id);
      if (reviewed.kind === 'Secret') {
        expect({ ...inputs, data: undefined }, id).toEqual({ ...reviewed, data: undefined });
        expect(Object.keys(inputs?.data ?? {}).sort(), id).toEqual(sourcesOf(reviewed));
      } else if (initialReplicas(reviewed) !== undefined) {
        expect(inputs, id).toEqual({ ...reviewed, spec: { ...reviewed.spec, replicas: Number(initialReplicas(reviewed)) } });
      } else {
        expect(inputs, id).toEqual(reviewed);
      }
    }
  });

  it('keeps the count of a scaler: later differences of replicas are ignored, there and nowhere else', async () => {
    const ignoring = (await deployed('prod')).filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    const scaled = stackOf('prod').manifests.filter(({ object }) => initialReplicas(object) !== undefined);
    expect(scaled.map(({ object }) => object.metadata.name)).toContain('api');
    expect(new Map(ignoring.map(({ name, ignoreChanges }) => [name, ignoreChanges]))).toEqual(
      new Map(scaled.map(({ object }) => [`acme-prod/Deployment/${object.metadata.name}`, ['spec.replicas']])),
    );
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

  it('is known: another one would delete and make anew what a line is missing of; where it is meant, vitest -u', async () => {
    const lines = (await deployed('prod')).map(identity).sort();
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../golden/urns.prod.txt');
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
    const { manifests } = stackOf('prod');
    expect(new Set(parents.map(({ name }) => name))).toEqual(new Set(manifests.map(({ app, component }) => `${app}/${component}`)));
    const folders = new Map(
      manifests.map((manifest) => [
        `${manifest.object.kind}/${manifest.object.metadata.name}`,
        manifestPath(manifest).split('/').slice(0, 2).join('/'),
      ]),
    );
    for (const { name, parent } of objectsIn(registrations)) {
      expect(parent.split('::').at(-1), name).toBe(folders.get(name.split('/').slice(-2).join('/')));
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
    const byObject = new Map(stack.manifests.map(({ object, stage }) => [`${object.kind}/${object.metadata.name}`, stage]));
    const stageOf = (name: string) => defined(byObject.get(name.split('/').slice(-2).join('/')), name);
    const urns = new Map(
      STAGES.map((stage) => [
        stage,
        registrations
          .filter(({ name }) => stageOf(name) === stage)
          .map(({ urn }) => urn)
          .sort(),
      ]),
    );
    const stages = STAGES.filter((stage) => registrations.some(({ name }) => stageOf(name) === stage));
    for (const { name, dependencies } of registrations) {
      const before = stages[stages.indexOf(stageOf(name)) - 1];
      expect(dependencies.toSorted(), name).toEqual(before ? urns.get(before) : []);
    }
    expect(stages).toEqual(name === 'cluster' ? ['configuration'] : STAGES);
  });
});
