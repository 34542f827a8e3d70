import * as pulumi from '@pulumi/pulumi';
import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import { expect } from 'vitest';
import type { SynthesizedStack } from '../../lib/index.js';
import type { ClusterConnection } from '../../stacks/bridge/cluster.js';
import { registerStack } from '../../stacks/bridge/register.js';
import { secretValues } from '../../stacks/bridge/secret-values.js';

/** What Pulumi's engine is told about one resource. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly provider: string;
  readonly dependencies: readonly string[];
  /** With secrets as the values that they hide. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of the inputs that are marked secret: `data.session-key`. */
  readonly secrets: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Names of the hooks that run after it was updated. */
  readonly afterUpdate: readonly string[];
  readonly timeouts: { readonly create: string; readonly update: string } | undefined;
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/proto/: how a property says that it is secret. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

function unwrap(value: unknown, at: string, secrets: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => unwrap(item, `${at}.${index}`, secrets));
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET) {
    secrets.push(at);
    return unwrap((value as { value?: unknown }).value, at, secrets);
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unwrap(child, at ? `${at}.${key}` : key, secrets)]));
}

function registration(request: RegisterResourceRequest, urn: string): Registration {
  const secrets: string[] = [];
  const inputs = unwrap(request.getObject()?.toJavaScript() ?? {}, '', secrets) as Registration['inputs'];
  const timeouts = request.getCustomtimeouts();
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    inputs,
    secrets,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    afterUpdate: request.getHooks()?.getAfterUpdateList() ?? [],
    timeouts: timeouts && { create: timeouts.getCreate(), update: timeouts.getUpdate() },
  };
}

interface Session {
  /** The stack that runs. */
  readonly stack: string;
  /** Pulumi configuration: `seed`, or `kubernetes:context`. */
  readonly config?: Readonly<Record<string, string>>;
  /** What the last `up` of the stack wrote into its outputs. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A Pulumi program without an engine: gives what it registers. */
export async function startPulumi({ stack, config = {}, outputs = {} }: Session): Promise<Registration[]> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: type === 'pulumi:pulumi:StackReference' ? { ...inputs, outputs, secretOutputNames: [] } : inputs,
      }),
    },
    'evenkeel',
    stack,
    false,
    'acme',
  );
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key.includes(':') ? key : `evenkeel:${key}`, value])),
  );
  record(registrations);
  return registrations;
}

type Callback = (error: unknown, response: { getUrn(): string } | undefined) => void;
interface Monitor {
  registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void>;
  registerResourceHook(request: unknown, callback: (error: null, response: object) => void): void;
}

/** The mocks see a resource's inputs only; the request has everything else. Of hooks they know nothing. */
function record(registrations: Registration[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  monitor.registerResourceHook = (_, callback) => callback(null, {});
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      if (response) registrations.push(registration(request, response.getUrn()));
      callback(error, response);
    });
}

/** A cluster that answers with what it is given. */
export const fakeCluster = (answers: Readonly<Record<string, unknown>> = {}): ClusterConnection => ({
  context: 'eu-1',
  kubeconfig: undefined,
  get: (path) => Promise.resolve(answers[path]),
});

export const CLUSTER_UID = '6f1c2c4e-0000-4000-8000-000000000001';

/** Everything that Pulumi is told when a stack is deployed: the provider, the components and the objects. */
export async function register(
  stack: SynthesizedStack,
  config: Readonly<Record<string, string>> = { seed: 'test' },
  now = new Date('2026-11-21T12:00:00Z'),
): Promise<Registration[]> {
  const registrations = await startPulumi({ stack: stack.name, config });
  const values = secretValues(stack.manifests, stack.environment?.namespace ?? '', now);
  registerStack(stack, fakeCluster(), CLUSTER_UID, values);
  const components = new Set(stack.manifests.map(({ app, component }) => `${app}/${component}`));
  await expect.poll(() => registrations.length, { timeout: 5_000, interval: 5 }).toBe(1 + components.size + stack.manifests.length);
  return registrations;
}

/** The registrations of Kubernetes objects. */
export const objectsIn = (registrations: readonly Registration[]): Registration[] =>
  registrations.filter(({ custom, type }) => custom && type.startsWith('kubernetes:'));
