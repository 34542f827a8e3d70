import type { KubernetesObject, Labels, ObjectMeta, Secret as SecretObject } from './kubernetes.js';
import { PREFIX } from './labels.js';

/**
 * Where a secret's value comes from. A value itself never reaches YAML, logs or unencrypted state: YAML names a Secret
 * and where the deployment takes its data from.
 */
export type SecretReference = ConfiguredSecret | DerivedSecret | ExternalSecretReference | ExistingSecret;

interface Generation {
  /** Raise it to roll the pods that use the value, and to get another value where it is derived. @default 1 */
  readonly generation?: number;
}
/** `pulumi config set --secret <key>`, encrypted in the stack's configuration and state. */
export interface ConfiguredSecret extends Generation {
  readonly from: 'config';
  readonly key: string;
}
/** HMAC-SHA256(seed, namespace/component/user/generation): nothing to store, the same after destroy and `up`. */
export interface DerivedSecret extends Generation {
  readonly from: 'derived';
  readonly user: string;
}
/** An ExternalSecret (external-secrets.io) keeps a Secret in step with a store. */
export interface ExternalSecretReference extends Generation {
  readonly from: 'external';
  readonly store: string;
  readonly key: string;
  readonly property?: string;
}
/** A Secret that something else puts into the namespace. */
export interface ExistingSecret extends Generation {
  readonly from: 'existing';
  readonly secret: string;
  readonly key: string;
}

/** Makes references to secrets. */
export const Secret = {
  /** @example env: { STRIPE_KEY: Secret.fromConfig('stripe-key') } // pulumi config set --secret stripe-key … */
  fromConfig: (key: string, options: Generation = {}): ConfiguredSecret => ({ from: 'config', key, ...options }),
  /** @example env: { SESSION_KEY: Secret.derived('session') } // needs the stack's seed: pulumi config set --secret seed … */
  derived: (user: string, options: Generation = {}): DerivedSecret => ({ from: 'derived', user, ...options }),
  /** @example env: { STRIPE_KEY: Secret.external({ store: 'vault', key: 'shop/stripe', property: 'key' }) } */
  external: (options: Omit<ExternalSecretReference, 'from'>): ExternalSecretReference => ({ from: 'external', ...options }),
  /** @example env: { TOKEN: Secret.existing({ secret: 'issued-by-vault', key: 'token' }) } */
  existing: (options: Omit<ExistingSecret, 'from'>): ExistingSecret => ({ from: 'existing', ...options }),
};

export const isSecretReference = (value: unknown): value is SecretReference =>
  typeof value === 'object' && value !== null && 'from' in value;

/** Annotations `secret.evenkeel.dev/<data key>: <source>` tell reviewers and the bridge where each value comes from. */
export const SECRET_SOURCE = `secret.${PREFIX}/`;

/** `config/<key>` or `derived/<component>/<user>/<generation>`. */
export function sourceOf(reference: ConfiguredSecret | DerivedSecret, component: string): string {
  return reference.from === 'config' ? `config/${reference.key}` : `derived/${component}/${reference.user}/${reference.generation ?? 1}`;
}

/** A Secret of a component: names, sources and no data. */
export const secretObject = (
  name: string,
  component: string,
  references: Readonly<Record<string, ConfiguredSecret | DerivedSecret>>,
  labels: Labels,
): SecretObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    labels,
    annotations: Object.fromEntries(
      Object.entries(references).map(([key, reference]) => [`${SECRET_SOURCE}${key}`, sourceOf(reference, component)]),
    ),
  },
  type: 'Opaque',
});

/** https://external-secrets.io/latest/api/externalsecret/ */
export interface ExternalSecretObject extends KubernetesObject {
  readonly apiVersion: 'external-secrets.io/v1';
  readonly kind: 'ExternalSecret';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly refreshInterval: string;
    readonly secretStoreRef: { readonly kind: 'SecretStore' | 'ClusterSecretStore'; readonly name: string };
    readonly target: { readonly name: string; readonly creationPolicy: 'Owner' };
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string; readonly property?: string } }[];
  };
}

/** One ExternalSecret per store, which makes a Secret of its own name. */
export const externalSecretObject = (
  name: string,
  store: string,
  references: Readonly<Record<string, ExternalSecretReference>>,
  labels: Labels,
): ExternalSecretObject => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name, labels },
  spec: {
    refreshInterval: '1h',
    secretStoreRef: { kind: 'ClusterSecretStore', name: store },
    target: { name, creationPolicy: 'Owner' },
    data: Object.entries(references).map(([secretKey, { key, property }]) => ({ secretKey, remoteRef: { key, property } })),
  },
});
