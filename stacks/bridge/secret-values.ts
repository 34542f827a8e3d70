import { createHmac } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { CERTIFICATE_KEYS } from '../../lib/core/certificates.js';
import type { Manifest } from '../../lib/core/manifest.js';
import { EvenkeelError } from '../../lib/core/problems.js';
import { SECRET_SOURCE } from '../../lib/core/secrets.js';
import { type CertificateOrder, orderOf } from './certificate-periods.js';
import { issueCertificate } from './certificates.js';

/** Data of one Secret, as base64: a Pulumi secret, encrypted in state. */
type SecretData = Readonly<Record<string, pulumi.Output<string>>>;
/** By the Secret's name. */
export type SecretValues = ReadonlyMap<string, SecretData>;

const base64 = (value: string) => Buffer.from(value).toString('base64');

/** HMAC-SHA256(seed, namespace/component/user/generation): the same after destroy and `up`, without any state. */
const derive = (seed: string, namespace: string, path: string) =>
  createHmac('sha256', seed).update(`${namespace}/${path}`).digest('base64url');

/**
 * The value of every `secret.evenkeel.dev/<key>` annotation; tells all missing configuration at once.
 *
 * @param now which certificates are in force
 */
export function secretValues(manifests: readonly Manifest[], namespace: string, now: Date): SecretValues {
  const config = new pulumi.Config();
  const missing = new Set<string>();
  const configured = (key: string) => {
    const value = config.getSecret(key);
    if (!value) missing.add(key);
    return value ?? pulumi.secret('');
  };
  const read = (source: string) => {
    const [from = '', ...path] = source.split('/');
    return from === 'derived'
      ? configured('seed').apply((seed) => base64(derive(seed, namespace, path.join('/'))))
      : configured(path.join('/')).apply(base64);
  };

  const certificate = (order: CertificateOrder): SecretData => {
    const issued = configured('seed').apply((seed) => issueCertificate(seed, order, now));
    return Object.fromEntries(CERTIFICATE_KEYS.map((key) => [key, issued.apply((files) => base64(files[key]))]));
  };

  const values = new Map<string, SecretData>();
  for (const { object } of manifests) {
    if (object.kind !== 'Secret') continue;
    const sources = Object.entries(object.metadata.annotations ?? {}).filter(([name]) => name.startsWith(SECRET_SOURCE));
    if (sources.length === 0) continue;
    if (sources.some(([, source]) => source === 'config/seed')) {
      throw new EvenkeelError([
        `Secret "${object.metadata.name}" asks for the seed, from which every derived secret follows; set a key of its own`,
      ]);
    }
    const order = orderOf(object, namespace);
    const own = sources.filter(([, source]) => source !== order?.source);
    values.set(object.metadata.name, {
      ...Object.fromEntries(own.map(([name, source]) => [name.slice(SECRET_SOURCE.length), read(source)])),
      ...(order ? certificate(order) : {}),
    });
  }
  if (missing.size > 0) throw new EvenkeelError([...missing].map((key) => missingKey(key)));
  return values;
}

function missingKey(key: string): string {
  const stack = pulumi.getStack();
  return key === 'seed'
    ? `derived secrets need the stack's seed; run: openssl rand -hex 32 | pulumi config set --secret seed --stack ${stack}`
    : `secret "${key}" has no value; run: pulumi config set --secret ${key} --stack ${stack}`;
}
