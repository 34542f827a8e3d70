import { createHmac, createPrivateKey, X509Certificate } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { addCertificate } from '../../../lib/core/certificates.js';
import { Secret, type SecretReference, Worker } from '../../../lib/index.js';
import { secretValues } from '../../../stacks/bridge/secret-values.js';
import { IMAGE, problemsOf, synth } from '../../support/apps.js';
import { objectsIn, register, startPulumi } from '../../support/bridge.js';
import { defined } from '../../support/objects.js';

const NOW = new Date('2026-11-21T12:00:00Z');

const withSecrets = (env: Readonly<Record<string, SecretReference>>, worker = 'worker', namespace = 'test') =>
  synth((chart) => new Worker(chart, worker, { image: IMAGE, env }), { namespace }).stack;

async function sentSecret(stack: ReturnType<typeof withSecrets>, config: Readonly<Record<string, string>>) {
  const secret = defined(objectsIn(await register(stack, config)).find(({ type }) => type === 'kubernetes:core/v1:Secret'));
  return { data: secret.inputs.data as Readonly<Record<string, string>>, secret };
}
const decode = (base64 = '') => Buffer.from(base64, 'base64').toString();
const derived = async (user: string, generation?: number, worker?: string, namespace?: string, seed = 'seed') => {
  const { data } = await sentSecret(withSecrets({ SESSION: Secret.derived(user, { generation }) }, worker, namespace), { seed });
  return decode(data.session);
};

describe('a derived secret', () => {
  it('is the HMAC of its place under the stack’s seed', async () => {
    const expected = createHmac('sha256', 'seed').update('test/worker/session/1').digest('base64url');
    expect(await derived('session')).toBe(expected);
  });

  it('is the same each time', async () => {
    expect(await derived('session')).toBe(await derived('session'));
  });

  it('differs by seed, namespace, component, user and generation', async () => {
    const values = [
      await derived('session'),
      await derived('session', 2),
      await derived('other'),
      await derived('session', 1, 'other'),
      await derived('session', 1, 'worker', 'elsewhere'),
      await derived('session', 1, 'worker', 'test', 'another seed'),
    ];
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(value).toMatch(/^[\w-]{43}$/);
  });
});

describe('a configured secret', () => {
  it('is the value of its key', async () => {
    const { data } = await sentSecret(withSecrets({ STRIPE_KEY: Secret.fromConfig('stripe') }), { stripe: 'sk_live_é' });
    expect(decode(data['stripe-key'])).toBe('sk_live_é');
  });

  it('can never be the seed, from which all the others come', async () => {
    await startPulumi({ stack: 'test', config: { seed: 'seed' } });
    expect(problemsOf(() => secretValues(withSecrets({ A: Secret.fromConfig('seed') }).manifests, 'test', NOW)).join()).toContain('seed');
  });
});

describe('the data of a Secret', () => {
  it('are marked secret, one by one, and in what comes back', async () => {
    const { secret } = await sentSecret(withSecrets({ A: Secret.derived('a'), B: Secret.fromConfig('b') }), { seed: 'seed', b: 'value' });
    expect(secret.secrets.toSorted()).toEqual(['data.a', 'data.b']);
    expect(secret.additionalSecretOutputs).toEqual(['data', 'stringData']);
  });

  it('stand nowhere else in what is sent', async () => {
    const registrations = await register(withSecrets({ B: Secret.fromConfig('b') }), { b: 'a value to look for' });
    const texts = registrations
      .filter(({ type }) => type !== 'kubernetes:core/v1:Secret')
      .map((registration) => JSON.stringify(registration));
    const needles = ['a value to look for', Buffer.from('a value to look for').toString('base64')];
    expect(texts.filter((text) => needles.some((needle) => text.includes(needle)))).toEqual([]);
  });

  it('of a Secret without sources are left as they were written', async () => {
    const { stack } = synth((chart) => {
      const extras = new Construct(chart, 'extras');
      const metadata = { name: 'token', annotations: { 'kubernetes.io/service-account.name': 'worker' } };
      new ApiObject(extras, 'token', { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/service-account-token' });
    });
    const { secret } = await sentSecret(stack, {});
    expect(secret.inputs).not.toHaveProperty('data');
  });
});

describe('a certificate of a Secret', () => {
  const withCertificate = () =>
    synth((chart) => {
      const worker = new Worker(chart, 'worker', { image: IMAGE });
      addCertificate(worker, 'worker-tls', { hosts: ['worker', 'worker.test'] });
    }).stack;

  it('has a key, a certificate for the hosts, and the authority that both ends trust', async () => {
    const { data } = await sentSecret(withCertificate(), { seed: 'seed' });
    expect(Object.keys(data).toSorted()).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
    const certificate = new X509Certificate(decode(data['tls.crt']));
    expect(certificate.subjectAltName).toBe('DNS:worker, DNS:worker.test');
    expect(certificate.verify(new X509Certificate(decode(data['ca.crt'])).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(decode(data['tls.key'])))).toBe(true);
  });

  it('is marked secret, and stands nowhere else in what is sent', async () => {
    const { data, secret } = await sentSecret(withCertificate(), { seed: 'seed' });
    expect(secret.secrets.toSorted()).toEqual(['data.ca.crt', 'data.tls.crt', 'data.tls.key']);
    const others = (await register(withCertificate(), { seed: 'seed' })).filter(({ type }) => type !== 'kubernetes:core/v1:Secret');
    const needles = [defined(data['tls.key']), decode(data['tls.key'])];
    expect(others.filter((registration) => needles.some((needle) => JSON.stringify(registration).includes(needle)))).toEqual([]);
  });

  it('is the same in the next run, and another one in the last third of its life', async () => {
    const at = async (day: string) => JSON.stringify(objectsIn(await register(withCertificate(), { seed: 'seed' }, new Date(day))));
    const first = await at('2026-11-21T12:00:00Z');
    expect(await at('2026-11-21T13:00:00Z')).toBe(first);
    expect(await at('2027-02-21T12:00:00Z')).not.toBe(first);
  });

  it('needs the seed', async () => {
    await startPulumi({ stack: 'prod' });
    expect(problemsOf(() => secretValues(withCertificate().manifests, 'test', NOW))).toEqual([
      "derived secrets need the stack's seed; run: openssl rand -hex 32 | pulumi config set --secret seed --stack prod",
    ]);
  });
});

describe('missing configuration', () => {
  const missing = async (env: Readonly<Record<string, SecretReference>>, config: Readonly<Record<string, string>> = {}) => {
    await startPulumi({ stack: 'prod', config });
    const { manifests } = withSecrets(env);
    return problemsOf(() => secretValues(manifests, 'test', NOW));
  };
  const SEED = "derived secrets need the stack's seed; run: openssl rand -hex 32 | pulumi config set --secret seed --stack prod";

  it('of the seed is one sentence, with the command that makes one', async () => {
    expect(await missing({ A: Secret.derived('a'), B: Secret.derived('b') })).toEqual([SEED]);
  });

  it('of a key is one sentence, with the command that sets it', async () => {
    expect(await missing({ STRIPE: Secret.fromConfig('stripe') })).toEqual([
      'secret "stripe" has no value; run: pulumi config set --secret stripe --stack prod',
    ]);
  });

  it('is told all at once, each key once', async () => {
    const env = {
      A: Secret.derived('a'),
      B: Secret.fromConfig('b'),
      B2: Secret.fromConfig('b'),
      C: Secret.fromConfig('c'),
      D: Secret.fromConfig('d'),
    };
    expect(await missing(env, { d: 'there' })).toEqual([
      SEED,
      'secret "b" has no value; run: pulumi config set --secret b --stack prod',
      'secret "c" has no value; run: pulumi config set --secret c --stack prod',
    ]);
  });

  it('is none where nothing is secret', async () => {
    await startPulumi({ stack: 'prod' });
    expect(secretValues(synth((chart) => new Worker(chart, 'worker', { image: IMAGE })).stack.manifests, 'test', NOW).size).toBe(0);
  });
});
