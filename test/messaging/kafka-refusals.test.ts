import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type Chart, KafkaCluster, type KafkaClusterProps, Worker } from '../../lib/index.js';
import { IMAGE, refusal } from '../support/apps.js';

const topics = [{ name: 'orders', partitions: 6 }];
const refused = (props: Partial<KafkaClusterProps>) =>
  refusal((chart) => new KafkaCluster(chart, 'events', { topics, ...props })).map((sentence) =>
    sentence.replace('[test] kafka-cluster "events": ', ''),
  );

describe('a cluster is refused', () => {
  it.each([2, 4, 1])('with %i controllers', (replicas) => {
    expect(refused({ controllers: { replicas } })[0]).toBe(
      `${replicas} controllers cannot outvote a lost one, or one more of them would cost nothing; use an odd number of at least 3 for controllers.replicas`,
    );
  });

  it('with fewer brokers than replicas', () => {
    expect(refused({ brokers: { replicas: 2 } })[0]).toBe(
      '2 brokers cannot hold 3 replicas of a partition; use at least 3 for brokers.replicas',
    );
  });

  it('with too little memory for a heap', () => {
    expect(refused({ brokers: { resources: { memory: Size.mebibytes(256) } } })).toEqual([
      "brokers need at least 336Mi of memory, their heap and the JVM itself (got 256Mi after the environment's sizes); raise brokers.resources.memory",
    ]);
    expect(refused({ controllers: { resources: { memory: Size.mebibytes(128) } } })).toEqual([
      "controllers need at least 216Mi of memory, their heap and the JVM itself (got 128Mi after the environment's sizes); raise controllers.resources.memory",
    ]);
  });

  it('with a generation that is none', () => {
    expect(refused({ generation: 0 })).toContain('generation is a whole number of at least 1 (got 0); raise it by one to rotate');
    expect(refused({ clientGeneration: 1.5 })).toContain(
      'clientGeneration is a whole number of at least 1 (got 1.5); raise it by one to rotate',
    );
  });

  it('with properties that members agree on, or that decide what may be lost', () => {
    expect(refused({ config: { listeners: 'PLAINTEXT://:9092' } })).toEqual([
      'config listeners is what members agree on, and is made from the other props; remove it',
    ]);
    expect(refused({ config: { 'metadata.max.idle.interval.ms': '60000' } })).toHaveLength(1);
    expect(refused({ config: { 'unclean.leader.election.enable': 'true' } })).toEqual([
      "config unclean.leader.election.enable decides what may be lost, for every topic at once; remove it, and set in a topic's config what that one can bear",
    ]);
  });

  it('with topics that Kafka would refuse, or could not write', () => {
    expect(refused({ topics: [...topics, ...topics] })).toEqual(['topics has "orders" twice; remove one']);
    expect(refused({ topics: [...topics, { name: 'a.b', partitions: 1 }, { name: 'a_b', partitions: 1 }] })).toEqual(
      ['a.b', 'a_b'].map(
        (name) =>
          `topic "${name}" and another one differ in "." and "_" alone, which Kafka refuses, since its metrics know no difference; rename one`,
      ),
    );
    expect(refused({ topics: [{ name: 'new orders', partitions: 1 }] })).toEqual([
      'topic "new orders": a name has up to 249 letters, digits, ".", "_" and "-", and does not begin with "__" as Kafka\'s own do; rename it',
    ]);
    expect(refused({ topics: [{ name: 'orders', partitions: 0 }] })).toEqual([
      'topic "orders" has a whole number of partitions, at least 1 (got 0); raise partitions',
    ]);
    expect(refused({ topics: [{ name: 'orders', partitions: 1, config: { 'min.insync.replicas': '3' } }] })).toEqual([
      'topic "orders" cannot be written while one of its 3 replicas is away, with min.insync.replicas 3; use 2, or 1 where records may be lost',
    ]);
    expect(refused({ topics: [{ name: 'orders', partitions: 1, config: { retentionMs: '1' } }] })).toEqual([
      'topic "orders": "retentionMs" is no setting of topics; write it as Kafka does: retention.ms',
    ]);
    expect(refused({ topics: [{ name: 'orders', partitions: 1, config: { 'retention.ms': '1 day' } }] })).toEqual([
      'topic "orders": the value of retention.ms has no spaces and is not empty (got "1 day"); mend it',
    ]);
  });

  it.each(['', 'my group', '*'])('with a consumer whose group Kafka would not understand: %j', (group) => {
    const events = (chart: Chart) => new KafkaCluster(chart, 'events', { topics });
    expect(
      refusal((chart) => new Worker(chart, 'fulfilment', { image: IMAGE, uses: [events(chart).consumes('orders', { group })] })),
    ).toContain(
      `[test] kafka-cluster "events": group ${JSON.stringify(group)} of who consumes "orders": a name has up to 249 letters, digits, ".", "_" and "-"; rename it`,
    );
  });
});
