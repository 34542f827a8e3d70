import { describe, expect, it } from 'vitest';
import { topics as check } from '../../lib/check/topics.js';
import { KafkaCluster, type Topic } from '../../lib/index.js';
import { synth } from '../support/apps.js';

const stack = (...topics: readonly Topic[]) => synth((chart) => new KafkaCluster(chart, 'events', { topics })).stack;

/** What is found where these are declared, and others are committed. */
function found(committed: readonly Topic[], declared: readonly Topic[]): readonly string[] {
  const now = stack(...declared);
  return check.run({ ...now, problems: [], previous: stack(...committed).files }).map(({ problem }) => problem);
}

const orders = { name: 'orders', partitions: 6 };
const clicks = { name: 'clicks', partitions: 3 };

describe('topics that are committed', () => {
  it('may grow, and others may come', () => {
    expect(found([orders], [{ ...orders, partitions: 12 }, clicks])).toEqual([]);
  });

  it('never lose partitions', () => {
    expect(found([orders], [{ ...orders, partitions: 3 }])).toEqual([
      'migration-task "events-set-up": topic "orders" has 6 partitions, and Kafka cannot take any away (got 3); declare 6, or make another topic (docs/runbooks/kafka.md)',
    ]);
  });

  it('never go unnoticed', () => {
    expect(found([orders, clicks], [orders])).toEqual([
      'migration-task "events-set-up": topic "clicks" is not declared any more, and its records would go with it; declare it again, or delete it by hand and accept this (docs/runbooks/kafka.md)',
    ]);
  });
});
