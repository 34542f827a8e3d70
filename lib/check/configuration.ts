import type { ConfigMap, KubernetesObject, PodSpec, RoleBinding, Secret, Volume } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { SECRET_SOURCE } from '../core/secrets.js';
import type { TriggerAuthentication } from '../workload/scale/keda.objects.js';
import { backendsOf } from './backends.js';
import { once } from './indexes.js';
import { secretsMadeBy } from './made-secrets.js';
import { podSpecOf } from './pods.js';

const KINDS = ['ConfigMap', 'PersistentVolumeClaim', 'PriorityClass', 'Secret', 'Service', 'ServiceAccount'] as const;
const isReferable = (kind: string): boolean => (KINDS as readonly string[]).includes(kind);

/** Another object that one cannot do without: what pods are configured from, whom a route sends to, whom a role is given. */
export interface Reference {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  /** Keys that are read by name. */
  readonly keys: readonly string[];
}

/** By kind and name, what the manifests make: the keys that they have, or undefined where these are not known. */
export const madeBy = once((manifests: readonly Manifest[]): ReadonlyMap<string, readonly string[] | undefined> => {
  const made = new Map<string, readonly string[] | undefined>();
  for (const { object } of manifests) {
    if (isReferable(object.kind)) made.set(`${object.kind} ${object.metadata.name}`, keysOf(object));
    for (const { name, keys } of secretsMadeBy(object)) made.set(`Secret ${name}`, keys);
  }
  return made;
});

function keysOf(object: KubernetesObject): readonly string[] | undefined {
  if (object.kind === 'ConfigMap') {
    const { data = {}, binaryData = {} } = object as ConfigMap;
    return knownKeys([...Object.keys(data), ...Object.keys(binaryData)]);
  }
  if (object.kind !== 'Secret') return undefined;
  const { data = {}, stringData = {}, metadata } = object as Secret;
  const sources = Object.keys(metadata.annotations ?? {}).filter((annotation) => annotation.startsWith(SECRET_SOURCE));
  return knownKeys([
    ...Object.keys(data),
    ...Object.keys(stringData),
    ...sources.map((annotation) => annotation.slice(SECRET_SOURCE.length)),
  ]);
}

/** What is empty is there for somebody else to fill. */
const knownKeys = (keys: readonly string[]) => (keys.length > 0 ? keys : undefined);

/** What refers to others, and to which. */
export interface Referring {
  readonly manifest: Manifest;
  readonly references: readonly Reference[];
}

/**
 * What objects refer to, but for what they say to be optional. A route's certificate is left out: cert-manager makes it, or
 * somebody else by definition.
 */
export const referring = once((manifests: readonly Manifest[]): readonly Referring[] =>
  manifests.flatMap((manifest) => {
    const references = referencesOf(manifest.object);
    return references.length > 0 ? [{ manifest, references }] : [];
  }),
);

function referencesOf(object: KubernetesObject): Reference[] {
  const pod = podSpecOf(object);
  if (pod) return podReferences(pod);
  if (object.kind === 'RoleBinding') return accounts(object as RoleBinding);
  if (object.kind === 'TriggerAuthentication') {
    return ((object as TriggerAuthentication).spec.secretTargetRef ?? []).flatMap((target) => keyOf('Secret', target));
  }
  return backendsOf(object).map(({ service }) => ({ kind: 'Service', name: service, keys: [] }));
}

/** Those of other namespaces are somebody else's. */
const accounts = ({ metadata, subjects = [] }: RoleBinding): Reference[] =>
  subjects
    .filter(({ kind, namespace }) => kind === 'ServiceAccount' && namespace === metadata.namespace)
    .map(({ name }) => ({ kind: 'ServiceAccount', name, keys: [] }));

const podReferences = ({ containers, initContainers = [], volumes = [], imagePullSecrets = [], ...pod }: PodSpec): Reference[] => [
  ...whole('ServiceAccount', { name: pod.serviceAccountName }),
  ...whole('PriorityClass', { name: pod.priorityClassName }),
  ...imagePullSecrets.flatMap((secret) => whole('Secret', secret)),
  ...[...initContainers, ...containers].flatMap(({ env = [], envFrom = [] }) => [
    ...env.flatMap(({ valueFrom }) => [...keyOf('ConfigMap', valueFrom?.configMapKeyRef), ...keyOf('Secret', valueFrom?.secretKeyRef)]),
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [...whole('ConfigMap', configMapRef), ...whole('Secret', secretRef)]),
  ]),
  ...volumes.flatMap(volumeReferences),
];

const volumeReferences = ({ configMap, secret, persistentVolumeClaim, projected }: Volume): Reference[] => [
  ...whole('ConfigMap', configMap),
  ...whole('Secret', secret && { ...secret, name: secret.secretName }),
  ...whole('PersistentVolumeClaim', persistentVolumeClaim && { name: persistentVolumeClaim.claimName }),
  ...(projected?.sources ?? []).flatMap((source) => [...whole('ConfigMap', source.configMap), ...whole('Secret', source.secret)]),
];

interface Named {
  readonly name?: string;
  readonly optional?: boolean;
}

function keyOf(kind: Reference['kind'], reference: (Named & { readonly key: string }) | undefined): Reference[] {
  return reference?.name && !reference.optional ? [{ kind, name: reference.name, keys: [reference.key] }] : [];
}

function whole(
  kind: Reference['kind'],
  reference: (Named & { readonly items?: readonly { readonly key: string }[] }) | undefined,
): Reference[] {
  if (!reference?.name || reference.optional) return [];
  return [{ kind, name: reference.name, keys: (reference.items ?? []).map(({ key }) => key) }];
}
