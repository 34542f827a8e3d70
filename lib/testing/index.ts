import type { Environment } from '../core/environment.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import type { AppClass } from '../core/platform.js';
import { type SynthesizedStack, synthesize } from '../core/synth.js';

/** A small production environment for tests: three zones, no quota, every image with its own tag. */
export const testEnvironment: Environment = {
  name: 'test',
  cluster: 'test',
  namespace: 'test',
  tier: 'production',
  zones: ['a', 'b', 'c'],
  domain: 'example.com',
  network: {
    gateway: { name: 'public', namespace: 'gateway' },
    metrics: { namespace: 'monitoring' },
    apiServer: { cidrs: ['192.0.2.1/32'], port: 6443 },
  },
};

/** Synthesizes applications in one environment, without files: what assertions about manifests start from. */
export function synthesizeApps(apps: readonly AppClass[], environment: Environment = testEnvironment): SynthesizedApps {
  const [stack] = synthesize({ clusters: [{ name: environment.cluster }], environments: [environment], apps }, environment.name);
  if (!stack) throw new Error(`no stack for environment ${environment.name}`);
  return new SynthesizedApps(stack);
}

/** The objects of an environment, by kind and name. */
export class SynthesizedApps {
  constructor(readonly stack: SynthesizedStack) {}

  /** Every object of a kind. */
  all<T extends KubernetesObject>(kind: T['kind']): T[] {
    return this.stack.manifests.flatMap(({ object }) => (object.kind === kind ? [object as T] : []));
  }

  /** The one object of a kind and name; throws with the names that there are. */
  get<T extends KubernetesObject>(kind: T['kind'], name: string): T {
    const found = this.all<T>(kind).find(({ metadata }) => metadata.name === name);
    if (!found)
      throw new Error(
        `there is no ${kind} "${name}"; there are ${
          this.all(kind)
            .map(({ metadata }) => metadata.name)
            .join(', ') || 'none'
        }`,
      );
    return found;
  }
}
