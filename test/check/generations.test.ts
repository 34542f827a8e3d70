import { describe, expect, it } from 'vitest';
import { generations as check } from '../../lib/check/generations.js';
import { type Chart, KafkaCluster, PostgresCluster, RedisSentinel } from '../../lib/index.js';
import { synth } from '../support/apps.js';

const services = {
  kafka: (chart: Chart, generation: number) => new KafkaCluster(chart, 'events', { topics: [], generation }),
  redis: (chart: Chart, generation: number) => new RedisSentinel(chart, 'cache', { generation }),
  postgres: (chart: Chart, generation: number) => new PostgresCluster(chart, 'orders-db', { database: 'orders', generation }),
};

/** What is found where the first generation is committed, and the second one declared. */
function found(service: keyof typeof services, committed: number, declared: number): readonly string[] {
  const stack = (generation: number) => synth((chart) => services[service](chart, generation)).stack;
  return check.run({ ...stack(declared), problems: [], previous: stack(committed).files }).map(({ problem }) => problem);
}

describe('a generation', () => {
  it.each(['kafka', 'redis', 'postgres'] as const)('of %s stays, or moves by one', (service) => {
    for (const [committed, declared] of [
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 2],
    ] as const) {
      expect(found(service, committed, declared)).toEqual([]);
    }
  });

  it('that jumps is refused, with the next step', () => {
    expect(found('kafka', 1, 3)).toEqual([
      'kafka-cluster "events": members accept the passwords of the generation before and of the next one alone, so that those already replaced and the others would refuse each other and the update hang, and generation 3 is 2 from the 1 that is committed; use 2, deploy it, and take the next step then (docs/data-kafka.md#passwords-and-certificates)',
    ]);
    expect(found('redis', 4, 1)).toEqual([
      'redis-sentinel "cache": members accept the passwords of the generation before and of the next one alone, so that those already replaced and the others would refuse each other, and generation 1 is 3 from the 4 that is committed; use 3, deploy it, and take the next step then (docs/data-redis.md#passwords)',
    ]);
    expect(found('postgres', 1, 3)).toEqual([
      'postgres-cluster "orders-db": logins of the generation before alone stay valid, so that clients would be refused until they have rolled, and generation 3 is 2 from the 1 that is committed; use 2, deploy it, and take the next step then (docs/data-postgres.md#passwords)',
    ]);
  });

  it('of clients of Kafka may jump: all of them are given another password at once', () => {
    const stack = (clientGeneration: number) => synth((chart) => new KafkaCluster(chart, 'events', { topics: [], clientGeneration })).stack;
    expect(check.run({ ...stack(5), problems: [], previous: stack(1).files })).toEqual([]);
  });
});
