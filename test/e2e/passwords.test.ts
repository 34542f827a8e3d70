import { afterAll, describe, expect, test } from 'vitest';
import { isWhole, membersOf } from '../failover/members.js';
import { getJson, kubectl, run, secretData, waitFor } from './harness/kubectl.js';
import { removeNamespace } from './harness/namespaces.js';
import { sqlOf } from './harness/postgres.js';
import { refresh, up } from './harness/pulumi.js';

const uidsOf = async (namespace: string, workload: string) => (await membersOf(namespace, workload)).map(({ uid }) => uid).sort();
/** What a program in a container says, whether it succeeds or not. */
const said = async (namespace: string, pod: string, container: string, script: string): Promise<string> => {
  const exec = ['exec', '-n', namespace, pod, '-c', container, '--', 'bash', '-c', `${script} 2>&1 || true`];
  return (await run('kubectl', exec)).stdout.trim();
};

describe('passwords of PostgreSQL', () => {
  const namespace = 'acme-postgres';
  afterAll(() => removeNamespace(namespace));

  const password = async () => (await secretData(namespace, 'orders-db-credentials'))['orders-password'] ?? '';
  const loginOf = async (user: string, shown: string) =>
    said(
      namespace,
      'orders-db-0',
      'orders-db',
      `PGPASSWORD='${shown}' psql 'host=orders-db user=${user} dbname=orders sslmode=require' -qAtXc 'SELECT current_user'`,
    );

  test('are refused where they are wrong, and change without a restart of a member', async () => {
    await up('postgres', 'postgres');
    const first = await password();
    const uids = await uidsOf(namespace, 'orders-db');
    expect(await loginOf('orders_1', first)).toBe('orders');
    expect(await loginOf('orders_1', 'wrong')).toContain('password authentication failed for user "orders_1"');

    await up('postgres', 'postgres-rotated');

    const second = await password();
    expect(second).not.toBe(first);
    expect(await loginOf('orders_2', second)).toBe('orders');
    // Valid until the next rotation, so that clients roll without a gap.
    expect(await loginOf('orders_1', first)).toBe('orders');
    expect(await uidsOf(namespace, 'orders-db')).toEqual(uids);
  });

  test('in a Secret that is gone keep a new member waiting, no other, until a refresh and an up make it again', async () => {
    const before = await password();
    const replicas = ['-l', 'app.kubernetes.io/name=orders-db,role=replica', '-o', 'name'];
    const [replica = ''] = (await kubectl('get', 'pods', '-n', namespace, ...replicas)).trim().split('\n');
    const name = replica.replace('pod/', '');
    await kubectl('delete', 'secret', 'orders-db-credentials', '-n', namespace);
    await kubectl('delete', replica, '-n', namespace);

    const noticed = await waitFor('the new pod to say what it waits for', 120, async () => {
      const { items } = await getJson<{ items: { message: string }[] }>(
        'events',
        '-n',
        namespace,
        '--field-selector',
        `reason=FailedMount,involvedObject.name=${name}`,
      );
      return items.map(({ message }) => message).find((message) => message.includes('orders-db-credentials'));
    });
    expect(noticed).toContain('secret "orders-db-credentials" not found');
    await sqlOf(namespace)('orders-db', 'CREATE TABLE meanwhile AS SELECT 1 AS row');
    expect((await membersOf(namespace, 'orders-db')).filter(({ ready }) => ready)).toHaveLength(2);

    await refresh('postgres', 'postgres-rotated');
    await up('postgres', 'postgres-rotated');

    expect(await password()).toBe(before);
    await waitFor('the new member to be ready', 180, () => isWhole(namespace, 'orders-db').then(() => true));
  });
});

describe('passwords of Redis', () => {
  const namespace = 'acme-redis';
  afterAll(() => removeNamespace(namespace));

  const password = async () => (await secretData(namespace, 'cache-credentials'))['app-password'] ?? '';
  const loginOf = (shown: string) =>
    said(namespace, 'cache-0', 'cache', `REDISCLI_AUTH='${shown}' redis-cli -e --user app -h cache-0 -p 6379 ping`);

  test('are refused where they are wrong, and change one step at a time', async () => {
    await up('redis', 'redis');
    const first = await password();
    expect(await loginOf(first)).toBe('PONG');
    expect(await loginOf('wrong')).toContain('WRONGPASS');

    await up('redis', 'redis-rotated');

    const second = await password();
    expect(second).not.toBe(first);
    expect(await loginOf(second)).toBe('PONG');
    expect(await loginOf(first)).toBe('PONG');
  });
});

describe('passwords of Kafka', () => {
  const namespace = 'acme-kafka';
  afterAll(() => removeNamespace(namespace));

  const LOGIN = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
  /** Lists topics as the client whose variables the pod has, or with another password. */
  const topicsAs = async (password = '$KAFKA_SASL_PASSWORD'): Promise<string> => {
    const client = await waitFor('the client', 60, async () => (await membersOf(namespace, 'client')).find(({ ready }) => ready)?.name);
    const settings = [
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${LOGIN} username=\\"$KAFKA_SASL_USERNAME\\" password=\\"${password}\\";`,
    ];
    return said(
      namespace,
      client,
      'client',
      `printf '%s\\n' ${settings.map((line) => `"${line}"`).join(' ')} > /tmp/client.properties
       KAFKA_HEAP_OPTS=-Xmx96m /opt/kafka/bin/kafka-topics.sh --bootstrap-server $KAFKA_BOOTSTRAP_SERVERS --command-config /tmp/client.properties --list`,
    );
  };

  test('are refused where they are wrong, and change member by member', async () => {
    await up('kafka', 'kafka');
    expect((await topicsAs()).split('\n')).toContain('orders');
    expect(await topicsAs('wrong')).toContain('SaslAuthenticationException');

    await up('kafka', 'kafka-rotated');

    expect((await topicsAs()).split('\n')).toContain('orders');
    expect(await topicsAs('wrong')).toContain('SaslAuthenticationException');
  });
});
