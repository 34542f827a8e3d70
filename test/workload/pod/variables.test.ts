import { describe, expect, it } from 'vitest';
import {
  ExternalService,
  type KubernetesObject,
  MigrationTask,
  ScheduledTask,
  Secret,
  type SecretReference,
  WebService,
  type WebServiceProps,
  Worker,
} from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { deploymentOf, mainOf, variablesOf } from '../../support/objects.js';

type Env = NonNullable<WebServiceProps['env']>;
const withEnv = (env: Env) => synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, env }));
const refusedEnv = (env: Env, accept?: WebServiceProps['accept']) =>
  refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, env, accept }));
const annotationsOf = (env: Env) => deploymentOf(withEnv(env), 'api').spec.template.metadata.annotations;

describe('a secret in env', () => {
  const apps = withEnv({
    LEVEL: 'info',
    STRIPE_KEY: Secret.fromConfig('stripe'),
    SESSION_KEY: Secret.derived('session'),
    TOKEN: Secret.existing({ secret: 'issued', key: 'token' }),
    MAIL_PASSWORD: Secret.external({ store: 'vault', key: 'shop/mail', property: 'password' }),
    PUSH_KEY: Secret.external({ store: 'vault', key: 'shop/push' }),
    CLOUD_KEY: Secret.external({ store: 'cloud', key: 'cloud' }),
  });

  it('is a reference in the pod', () => {
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({
      LEVEL: 'info',
      STRIPE_KEY: 'Secret/api/stripe-key',
      SESSION_KEY: 'Secret/api/session-key',
      TOKEN: 'Secret/issued/token',
      MAIL_PASSWORD: 'Secret/api-vault/mail-password',
      PUSH_KEY: 'Secret/api-vault/push-key',
      CLOUD_KEY: 'Secret/api-cloud/cloud-key',
    });
  });

  it('has its source in the Secret and never a value', () => {
    const secret = apps.get<KubernetesObject & { type?: string }>('Secret', 'api');
    expect(secret.metadata.annotations).toEqual({
      'secret.evenkeel.dev/stripe-key': 'config/stripe',
      'secret.evenkeel.dev/session-key': 'derived/api/session/1',
    });
    expect(secret.type).toBe('Opaque');
    expect(secret).not.toHaveProperty('data');
    expect(secret).not.toHaveProperty('stringData');
    expect(apps.all('Secret')).toHaveLength(1);
  });

  it('from a store is one ExternalSecret per store, which makes the Secret that the pod reads', () => {
    expect(apps.all('ExternalSecret').map(({ metadata }) => metadata.name)).toEqual(['api-vault', 'api-cloud']);
    expect(apps.get('ExternalSecret', 'api-vault')).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'api-vault', creationPolicy: 'Owner' },
        data: [
          { secretKey: 'mail-password', remoteRef: { key: 'shop/mail', property: 'password' } },
          { secretKey: 'push-key', remoteRef: { key: 'shop/push' } },
        ],
      },
    });
  });

  it('is configured before the pods that read it', () => {
    const stages = apps.stack.manifests
      .filter(({ object }) => object.kind === 'Secret' || object.kind === 'ExternalSecret')
      .map(({ stage }) => stage);
    expect(stages).toEqual(['configuration', 'configuration', 'configuration']);
  });
});

describe('raising the generation of a secret', () => {
  it.each<[string, (generation?: number) => SecretReference]>([
    ['derived', (generation) => Secret.derived('session', { generation })],
    ['configured', (generation) => Secret.fromConfig('session', { generation })],
    ['external', (generation) => Secret.external({ store: 'vault', key: 'session', generation })],
    ['existing', (generation) => Secret.existing({ secret: 'issued', key: 'session', generation })],
  ])('rolls the pods that use it: %s', (_, reference) => {
    expect(annotationsOf({ SESSION: reference() })).toEqual({ 'evenkeel.dev/secret-generations': 'session/1' });
    expect(annotationsOf({ SESSION: reference(2) })).toEqual({ 'evenkeel.dev/secret-generations': 'session/2' });
  });

  it('gives a derived one another value', () => {
    expect(withEnv({ SESSION: Secret.derived('session', { generation: 7 }) }).get('Secret', 'api').metadata.annotations).toEqual({
      'secret.evenkeel.dev/session': 'derived/api/session/7',
    });
  });

  it('is told in an order of its own, whatever the order of the variables', () => {
    const a = { A: Secret.derived('one'), B: Secret.fromConfig('two') };
    const b = { B: Secret.fromConfig('two'), A: Secret.derived('one') };
    expect(annotationsOf(a)).toEqual(annotationsOf(b));
  });
});

describe('a secret given as a literal', () => {
  const PASSWORD_URL = ['postgres://shop:', 'hunter2', '@db:5432/shop'].join('');
  const PRIVATE_KEY = ['-----BEGIN', ' PRIVATE KEY-----\nMIIE'].join('');
  const CLOUD_KEY = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');

  it('is refused by the name of its variable, with the command that keeps it secret', () => {
    expect(refusedEnv({ SMTP_PASSWORD: 'hunter2' })).toEqual([
      '[test] web-service "api": env SMTP_PASSWORD is a secret given as a literal (its name says that it is one), and would stand in reviewed YAML; ' +
        "use Secret.fromConfig('smtp-password') and run: pulumi config set --secret smtp-password --stack test",
    ]);
  });

  it.each([
    'PASSWORD',
    'DB_PASSWD',
    'KEY_PASSPHRASE',
    'CLIENT_SECRET',
    'GITHUB_TOKEN',
    'STRIPE_API_KEY',
    'STRIPE_APIKEY',
    'TLS_PRIVATE_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_CREDENTIALS',
    'db_password',
    'SECRET_KEY',
    'PGPASSWORD',
  ])('is refused by its name: %s', (name) => {
    expect(refusedEnv({ [name]: 'x' })).toHaveLength(1);
  });

  it.each([
    ['a URL with a password', PASSWORD_URL],
    ['a private key', PRIVATE_KEY],
    ['a cloud access key', CLOUD_KEY],
  ])('is refused by its value: %s', (_, value) => {
    const problems = refusedEnv({ SETTING: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('env SETTING is a secret given as a literal (its value looks like a credential)');
    expect(problems[0]).not.toContain(value);
  });

  it.each([
    ['TOKEN_URL', 'https://login.example.com/token'],
    ['PASSWORD_FILE', '/run/password'],
    ['MONKEY', 'see'],
    ['DATABASE_URL', 'postgres://shop:$(PASSWORD)@db:5432/shop'],
    ['PASSWORD', ''],
  ])('is not what %s=%s is', (name, value) => {
    expect(variablesOf(mainOf(withEnv({ [name]: value }), 'api'))[name]).toBe(value);
  });

  it('is accepted with a reason', () => {
    const apps = synth((chart) => {
      new WebService(chart, 'api', {
        image: IMAGE,
        port: 8080,
        env: { TOKEN: 'EUR' },
        accept: { 'secret-literal': 'TOKEN is the name of a currency' },
      });
    });
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({ TOKEN: 'EUR' });
  });

  it('is refused all the same when something else is accepted', () => {
    expect(refusedEnv({ TOKEN: 'EUR' }, { drain: 'because' })).toHaveLength(1);
  });

  it('is refused in every kind of workload', () => {
    const env = { TOKEN: 'x' };
    expect(
      refusal((chart) => {
        new Worker(chart, 'worker', { image: IMAGE, env });
        new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *', env });
        new MigrationTask(chart, 'migrate', { image: IMAGE, env });
      }).map((problem) => problem.slice(0, problem.indexOf(':'))),
    ).toEqual(['[test] worker "worker"', '[test] scheduled-task "report"', '[test] migration-task "migrate"']);
  });

  it('is refused in a container beside the main one', () => {
    const sidecars = [{ name: 'proxy', image: IMAGE, env: [{ name: 'PROXY_TOKEN', value: 'x' }] }];
    expect(refusal((chart) => new Worker(chart, 'worker', { image: IMAGE, sidecars })).join()).toContain('PROXY_TOKEN');
  });

  it('is refused in the variables of an external service', () => {
    expect(
      refusal((chart) => {
        const variables = { PGHOST: 'db.example.com', PG_PASSWORD: 'x' };
        const db = new ExternalService(chart, 'db', { host: 'db.example.com', port: 5432, cidrs: ['203.0.113.0/24'], variables });
        new Worker(chart, 'worker', { image: IMAGE, uses: [db] });
      }).join(),
    ).toContain('PG_PASSWORD');
  });

  it('is refused in an argument and in a file of the configuration', () => {
    expect(refusal((chart) => new Worker(chart, 'worker', { image: IMAGE, args: [`--database=${PASSWORD_URL}`] })).join()).toContain(
      'worker "worker"',
    );
    const config = { mountPath: '/etc/worker', files: { 'key.pem': PRIVATE_KEY } };
    expect(refusal((chart) => new Worker(chart, 'worker', { image: IMAGE, config })).join()).toContain('key.pem');
  });
});

describe('a variable', () => {
  it.each(['1ST', 'A-B', 'A B', ''])('is refused when its name is none: %j', (name) => {
    expect(refusedEnv({ [name]: 'x' })).toEqual([
      `[test] web-service "api": env ${JSON.stringify(name)} is no variable name; use letters, digits and _`,
    ]);
  });

  it('is refused when a connection sets it already', () => {
    expect(
      refusal((chart) => {
        const orders = new WebService(chart, 'orders', { image: IMAGE, port: 8081 });
        new Worker(chart, 'worker', { image: IMAGE, uses: [orders], env: { ORDERS_URL: 'http://elsewhere' } });
      }),
    ).toEqual(['[test] worker "worker": env ORDERS_URL is already set by a connection; remove it, or give the connection another prefix']);
  });

  it('is refused where it would share a key of the Secret with another', () => {
    const env = { STRIPE_KEY: Secret.fromConfig('live'), stripe_key: Secret.fromConfig('old') };
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, env }))).toEqual([
      '[test] web-service "api": env STRIPE_KEY and stripe_key would share the key stripe-key of its Secret; rename one',
    ]);
  });

  it.each(['_SESSION', 'SESSION_'])('can hold a secret whatever its name: %s', (name) => {
    const annotations = withEnv({ [name]: Secret.derived('session') }).get('Secret', 'api').metadata.annotations ?? {};
    for (const key of Object.keys(annotations)) expect(key).toMatch(/^secret\.evenkeel\.dev\/[a-z0-9]([-_.a-z0-9]*[a-z0-9])?$/);
  });
});
