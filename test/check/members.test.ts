import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { members as check } from '../../lib/check/members.js';
import { KafkaCluster, PostgresCluster } from '../../lib/index.js';
import { synth } from '../support/apps.js';

/** Enough nodes for five members. */
const LARGE = { nodes: { cpu: Cpu.units(8), memory: Size.gibibytes(32), perZone: 3 } };

const stack = (brokers: number, controllers = 3) =>
  synth(
    (chart) => new KafkaCluster(chart, 'events', { topics: [], brokers: { replicas: brokers }, controllers: { replicas: controllers } }),
    LARGE,
  ).stack;

/** What is found where the first stack is committed, and the second one declared. */
const found = (committed: ReturnType<typeof stack>, declared: ReturnType<typeof stack>): readonly string[] =>
  check.run({ ...declared, problems: [], previous: committed.files }).map(({ problem }) => problem);

describe('members of a KafkaCluster that are committed', () => {
  it('stay as they are, and brokers may come', () => {
    expect(found(stack(3), stack(3))).toEqual([]);
    expect(found(stack(3), stack(5))).toEqual([]);
  });

  it('are not fewer brokers, whose partitions would lack replicas', () => {
    expect(found(stack(5), stack(3))).toEqual([
      'kafka-broker "events-broker": partitions have replicas on all 5 brokers (got 3), and would lack those on the ones that go; keep 5 for brokers.replicas, or move their partitions away first and accept this (docs/runbooks/kafka.md#fewer-brokers)',
    ]);
  });

  it.each([
    [3, 5],
    [5, 3],
  ])('are not other controllers: %i, then %i', (before, after) => {
    expect(found(stack(3, before), stack(3, after))).toEqual([
      `kafka-controller "events-controller": every controller counts the votes of ${before} (got ${after}), and a change would let two majorities be; keep ${before} for controllers.replicas (docs/data-kafka.md#sizes)`,
    ]);
  });

  it('are none of other components, which have their own ways', () => {
    const postgres = (members: number) =>
      synth((chart) => new PostgresCluster(chart, 'orders-db', { database: 'orders', members }), LARGE).stack;
    expect(found(postgres(5), postgres(3))).toEqual([]);
  });
});
