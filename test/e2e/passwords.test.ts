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
/** What a pod's node says while it waits for a Secret that is not there. */
const waitsFor = (namespace: string, pod: string, secret: string): Promise<string> =>
  waitFor(`${pod} to say that it waits for ${secret}`, 120, async () => {
    const ofPod = `reason=FailedMount,involvedObject.name=${pod}`;
    const { items } = await getJson<{ items: { message: string }[] }>('events', '-n', namespace, '--field-selector', ofPod);
    return items.map(({ message }) => message).find((message) => message.includes(`secret "${secret}" not found`));
  });
/** A node asks for a Secret again after two minutes at the most. */
const wholeAgain = (namespace: string, set: string) =>
  waitFor('the new member to be ready', 300, () => isWhole(namespace, set).then(() => true));

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

  test('belong to users who may do what is declared, and to nobody else', async () => {
    const sql = sqlOf(namespace);
    const passwordOf = async (user: string) => (await secretData(namespace, 'orders-db-credentials'))[`${user}-password`] ?? '';
    const as = (user: string, shown: string, statement: string) =>
      said(
        namespace,
        'orders-db-0',
        'orders-db',
        `PGPASSWORD='${shown}' psql 'host=orders-db user=${user}_2 dbname=orders sslmode=require' -qAtXc '${statement}'`,
      );
    await sql('orders-db', 'SET ROLE orders; CREATE SCHEMA early; CREATE TABLE early.rows AS SELECT 1 AS row');
    await sql('orders-db', 'CREATE ROLE made_by_hand_2 LOGIN');
    await up('postgres', 'postgres-users');
    const importer = await passwordOf('importer');
    await sql('orders-db', 'SET ROLE orders; CREATE SCHEMA late; CREATE TABLE late.rows AS SELECT 1 AS row');
    for (const schema of ['early', 'late']) {
      expect(await as('reports', await passwordOf('reports'), `INSERT INTO ${schema}.rows VALUES (2) RETURNING row`)).toBe('2');
      expect(await as('importer', importer, `SELECT count(*) FROM ${schema}.rows`)).toBe('2');
    }

    await up('postgres', 'postgres-users-fewer');

    for (const schema of ['early', 'late']) {
      expect(await as('reports', await passwordOf('reports'), `INSERT INTO ${schema}.rows VALUES (3)`)).toContain('permission denied');
      expect(await as('reports', await passwordOf('reports'), `SELECT count(*) FROM ${schema}.rows`)).toBe('2');
    }
    expect(await as('importer', importer, 'SELECT 1')).toContain('role "importer_2" is not permitted to log in');
    expect(await sql('orders-db', "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'made_by_hand_2'")).toBe('t');
  });

  test('in a Secret that is gone keep a new member waiting, no other, until a refresh and an up make it again', async () => {
    const before = await password();
    const replicas = ['-l', 'app.kubernetes.io/name=orders-db,role=replica', '-o', 'name'];
    const [replica = ''] = (await kubectl('get', 'pods', '-n', namespace, ...replicas)).trim().split('\n');
    const name = replica.replace('pod/', '');
    await kubectl('delete', 'secret', 'orders-db-credentials', '-n', namespace);
    await kubectl('delete', replica, '-n', namespace);

    await waitsFor(namespace, name, 'orders-db-credentials');
    await sqlOf(namespace)('orders-db', 'CREATE TABLE meanwhile AS SELECT 1 AS row');
    expect((await membersOf(namespace, 'orders-db')).filter(({ ready }) => ready)).toHaveLength(2);

    await refresh('postgres', 'postgres-rotated');
    await up('postgres', 'postgres-rotated');

    expect(await password()).toBe(before);
    await wholeAgain(namespace, 'orders-db');
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

  test('in a Secret that is gone keep a new member waiting, no other, until a refresh and an up make it again', async () => {
    const before = await password();
    const uids = await uidsOf(namespace, 'cache');
    await kubectl('delete', 'secret', 'cache-credentials', '-n', namespace);
    await kubectl('delete', 'pod', 'cache-2', '-n', namespace);

    await waitsFor(namespace, 'cache-2', 'cache-credentials');
    // One of the two leads; the other refuses.
    await waitFor('a write that a replica confirms', 60, async () => {
      const write = (member: string) =>
        said(
          namespace,
          member,
          'cache',
          `printf 'SET meanwhile 1\\nWAIT 1 1000\\n' | REDISCLI_AUTH='${before}' redis-cli --user app -p 6379`,
        );
      return [await write('cache-0'), await write('cache-1')].includes('OK\n1');
    });
    const running = (await membersOf(namespace, 'cache')).filter(({ ready }) => ready);
    expect(running).toHaveLength(2);
    expect(uids).toEqual(expect.arrayContaining(running.map(({ uid }) => uid)));

    await refresh('redis', 'redis-rotated');
    await up('redis', 'redis-rotated');

    expect(await password()).toBe(before);
    await wholeAgain(namespace, 'cache');
  });
});

describe('passwords of Kafka', () => {
  const namespace = 'acme-kafka';
  afterAll(() => removeNamespace(namespace));

  const LOGIN = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
  /** Runs a program as the client whose variables the pod has, or with another password; its settings are in /tmp/client.properties. */
  const asClient = async (program: string, password = '$KAFKA_SASL_PASSWORD'): Promise<string> => {
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
       export KAFKA_HEAP_OPTS=-Xmx96m
       ${program}`,
    );
  };
  const topicsAs = (password?: string) =>
    asClient(
      '/opt/kafka/bin/kafka-topics.sh --bootstrap-server $KAFKA_BOOTSTRAP_SERVERS --command-config /tmp/client.properties --list',
      password,
    );

  test('are refused where they are wrong, and change member by member', async () => {
    await up('kafka', 'kafka');
    expect((await topicsAs()).split('\n')).toContain('orders');
    expect(await topicsAs('wrong')).toContain('SaslAuthenticationException');

    await up('kafka', 'kafka-rotated');

    expect((await topicsAs()).split('\n')).toContain('orders');
    expect(await topicsAs('wrong')).toContain('SaslAuthenticationException');
  });

  test('in a Secret that is gone keep a new member waiting, no other, until a refresh and an up make it again', async () => {
    const before = await secretData(namespace, 'events-credentials');
    const uids = await uidsOf(namespace, 'events-broker');
    await kubectl('delete', 'secret', 'events-credentials', '-n', namespace);
    await kubectl('delete', 'pod', 'events-broker-2', '-n', namespace);

    await waitsFor(namespace, 'events-broker-2', 'events-credentials');
    // With keys, so that every partition gets some.
    const produced = await asClient(
      `seq 60 | sed 's/.*/&:&/' | /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server $KAFKA_BOOTSTRAP_SERVERS --topic orders \\
         --producer.config /tmp/client.properties --property parse.key=true --property key.separator=: \\
         --sync --request-required-acks all && echo written`,
    );
    expect(produced.split('\n').at(-1)).toBe('written');
    const running = (await membersOf(namespace, 'events-broker')).filter(({ ready }) => ready);
    expect(running).toHaveLength(2);
    expect(uids).toEqual(expect.arrayContaining(running.map(({ uid }) => uid)));

    await refresh('kafka', 'kafka-rotated');
    await up('kafka', 'kafka-rotated');

    expect(await secretData(namespace, 'events-credentials')).toEqual(before);
    await wholeAgain(namespace, 'events-broker');
  });
});
