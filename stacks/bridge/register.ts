import { Provider } from '@pulumi/kubernetes/provider.js';
import * as pulumi from '@pulumi/pulumi';
import type { KubernetesObject, Secret } from '../../lib/core/kubernetes.js';
import { INITIAL_REPLICAS } from '../../lib/core/labels.js';
import type { Manifest } from '../../lib/core/manifest.js';
import { STAGES } from '../../lib/core/stages.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';
import type { ClusterConnection } from './cluster.js';
import { lifecycle } from './lifecycle.js';
import { waitsForRollout } from './rollout.js';
import type { SecretValues } from './secret-values.js';

/**
 * Registers every object as one resource, named `<namespace>/<kind>/<name>`, below one component resource, named
 * `<app>/<component>`. Both the type of the parent and the name are part of a resource's identity: were they taken from
 * classes or paths, a renamed class would make everything anew and delete what runs.
 */
export function registerStack(stack: SynthesizedStack, cluster: ClusterConnection, clusterUid: string, values: SecretValues): void {
  const { context, kubeconfig } = cluster;
  const provider = new Provider('cluster', {
    context,
    kubeconfig,
    clusterIdentifier: clusterUid,
    enableServerSideApply: true,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  const components = new Map<string, pulumi.ComponentResource>();
  const parentOf = ({ app, component }: Manifest) => {
    const name = `${app}/${component}`;
    const parent = components.get(name) ?? new pulumi.ComponentResource('evenkeel:index:Component', name, {}, {});
    components.set(name, parent);
    return parent;
  };

  let before: pulumi.Resource[] = [];
  for (const stage of STAGES) {
    const manifests = stack.manifests.filter((manifest) => manifest.stage === stage);
    const resources = manifests.map(
      (manifest) =>
        new KubernetesResource(typeOf(manifest.object), nameOf(manifest.object), inputsOf(manifest.object, values), {
          provider,
          parent: parentOf(manifest),
          dependsOn: before,
          ...lifecycle(manifest.object, stack),
          ...waitsForRollout(manifest.object, cluster),
        }),
    );
    if (resources.length > 0) before = resources;
  }
}

/** Pulumi's class is abstract: the provider's own subclasses add types that the literals already have, and 2 ms each. */
class KubernetesResource extends pulumi.CustomResource {}

/** `apps/v1` Deployment → `kubernetes:apps/v1:Deployment`; the core group is called `core`. */
const typeOf = ({ apiVersion, kind }: KubernetesObject) =>
  `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;

const nameOf = ({ kind, metadata }: KubernetesObject) => [metadata.namespace, kind, metadata.name].filter(Boolean).join('/');

/** The reviewed object with the only two additions: a Secret's data, and the count that a scaled workload starts with. */
export function inputsOf(object: KubernetesObject, values: SecretValues): pulumi.Inputs {
  const data = object.kind === 'Secret' ? values.get(object.metadata.name) : undefined;
  if (data) return { ...object, data: { ...(object as Secret).data, ...data } };
  const initial = object.metadata.annotations?.[INITIAL_REPLICAS];
  if (initial === undefined) return { ...object };
  const { spec } = object as KubernetesObject & { readonly spec: object };
  return { ...object, spec: { ...spec, replicas: Number(initial) } };
}
