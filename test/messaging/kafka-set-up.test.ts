import { describe, expect, it } from 'vitest';
import { cleanUp, setUp } from './kafka-tools.js';

const topic = (name: string, partitions: number) =>
  `Topic: ${name}\tTopicId: xxxxxxxxxxxxxxxxxxxxxx\tPartitionCount: ${partitions}\tReplicationFactor: 3\tConfigs: min.insync.replicas=2`;
const settings = (name: string, ...lines: readonly string[]) => [
  `Dynamic configs for topic ${name} are:`,
  ...lines.map((line) => `  ${line} sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:${line}}`),
];
const user = (name: string, iterations: number) =>
  `SCRAM credential configs for user-principal '${name}' are SCRAM-SHA-512=iterations=${iterations}`;
const rights = (resource: string, name: string, ...may: readonly string[]) => [
  `Current ACLs for resource \`ResourcePattern(resourceType=${resource}, name=${name}, patternType=LITERAL)\`: `,
  ...may.map((one) => `\t(principal=User:${one.split(' ')[0]}, host=*, operation=${one.split(' ')[1]}, permissionType=ALLOW) `),
];

/** A client that connects no more. */
const before = {
  users: [user('api', 4096), user('api-old', 4096)],
  rights: [...rights('TOPIC', 'orders', 'api WRITE', 'api-old READ'), ...rights('GROUP', 'jobs', 'api-old READ')],
};
const after = { users: ['api 4096'], rights: ['TOPIC orders WRITE User:api'] };

describe('the task that sets a cluster up', () => {
  it('makes topics, users and rights that are declared', () => {
    const wants = {
      topics: ['orders 6 3 min.insync.replicas=2'],
      users: ['api 4096'],
      rights: ['TOPIC orders WRITE User:api'],
    };
    const { status, changes } = setUp({ has: {}, wants });
    expect(status).toBe(0);
    expect(changes).toEqual([
      'TopicCommand --create --if-not-exists --topic orders --partitions 6 --replication-factor 3 --config min.insync.replicas=2',
      'ConfigCommand --alter --entity-type users --entity-name api --add-config-file credential',
      'AclCommand --add --operation WRITE --allow-principal User:api --topic orders',
    ]);
  });

  it('changes nothing where all is as declared', () => {
    const { status, changes } = setUp({
      has: {
        topics: [topic('orders', 6)],
        settings: settings('orders', 'min.insync.replicas=2'),
        users: [user('api', 4096)],
        rights: rights('TOPIC', 'orders', 'api WRITE'),
      },
      wants: { topics: ['orders 6 3 min.insync.replicas=2'], users: ['api 4096'], rights: ['TOPIC orders WRITE User:api'] },
    });
    expect([status, changes]).toEqual([0, []]);
  });

  it('unsets what is declared no more, also where a topic whose name is alike still has it', () => {
    const { changes } = setUp({
      has: {
        topics: [topic('a.b', 1), topic('a-b', 1)],
        settings: [...settings('a.b', 'retention.ms=1', 'segment.ms=1'), ...settings('a-b', 'retention.ms=1')],
      },
      wants: { topics: ['a.b 1 3 segment.ms=2', 'a-b 1 3 retention.ms=1'] },
    });
    expect(changes).toEqual([
      'ConfigCommand --alter --entity-type topics --entity-name a.b --add-config segment.ms=[2] --delete-config retention.ms',
    ]);
  });

  it('tells topics apart that are the same number', () => {
    const { status, changes } = setUp({ has: { topics: [topic('1', 3)] }, wants: { topics: ['1.0 6 3', '1 3 3'] } });
    expect([status, changes]).toEqual([0, ['TopicCommand --create --if-not-exists --topic 1.0 --partitions 6 --replication-factor 3']]);
  });

  it('takes nothing from pods of the release before, which run on meanwhile', () => {
    expect(setUp({ has: before, wants: after }).changes).toEqual([]);
  });

  it('refuses what would lose records, before it changes anything', () => {
    const { status, stderr, changes } = setUp({
      has: { topics: [topic('orders', 6), topic('clicks', 6)] },
      wants: { topics: ['orders 3 3', 'new 1 3'] },
    });
    expect([status, changes]).toEqual([64, []]);
    expect(stderr).toContain('topic clicks is in the cluster and is not declared');
    expect(stderr).toContain('topic orders has 6 partitions and 3 are declared');
  });
});

describe('the task that cleans up after the workloads have rolled', () => {
  it('takes away users and rights of who connects no more', () => {
    expect(cleanUp({ has: before, wants: after }).changes).toEqual([
      'ConfigCommand --alter --entity-type users --entity-name api-old --delete-config SCRAM-SHA-512',
      'AclCommand --remove --force --operation READ --allow-principal User:api-old --group jobs --topic orders',
    ]);
  });

  it('changes nothing else', () => {
    const wants = { users: ['api 4097', 'other 4096'], rights: ['TOPIC orders WRITE User:api', 'TOPIC new READ User:other'] };
    const { status, changes } = cleanUp({ has: { users: [user('api', 4096)], rights: rights('TOPIC', 'orders', 'api WRITE') }, wants });
    expect([status, changes]).toEqual([0, []]);
  });
});
