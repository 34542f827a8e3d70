import { describe, expect, it } from 'vitest';
import { member } from './kafka-members.js';

/** Long enough for a decision, and the time for which those that must wait are watched. */
const DECISION_MILLIS = 10_000;
const WATCH_MILLIS = 1_500;

const follows = (leader: number, epoch = 7) => ({ kafka_raft_current_leader: leader, kafka_raft_current_epoch: epoch });

/** A controller with an empty volume, in a cluster that has been there. */
const emptied = (ordinal: number, count = 3) => {
  const controller = member('events-controller', ordinal, count);
  controller.touch('founded/cluster-id');
  return controller;
};
const format = (controller: ReturnType<typeof member>, millis: number) =>
  controller.run('format.sh', millis, ['the-id', ...controller.hosts]);

describe('a volume', { timeout: 20_000 }, () => {
  it('is formatted at the first bring-up, and nobody is asked', async () => {
    const first = member('events-controller', 0, 3);
    expect(await format(first, DECISION_MILLIS)).toMatchObject({ code: 0 });
    expect(first.formatted()).toContain('format --cluster-id=the-id');
    expect(first.asked()).toEqual(['']);
  });

  it('that has been formatted is left alone', async () => {
    const first = emptied(0);
    first.makeFolder('data/log');
    first.touch('data/log/meta.properties');
    expect(await format(first, DECISION_MILLIS)).toMatchObject({ code: 0 });
    expect(first.formatted()).toBe('');
  });

  it('of a broker is formatted whenever it is empty: it copies from replicas', async () => {
    const broker = member('events-broker', 0, 3);
    broker.touch('founded/cluster-id');
    expect(await broker.run('format.sh', DECISION_MILLIS, ['the-id'])).toMatchObject({ code: 0 });
    expect(broker.formatted()).not.toBe('');
  });

  it('of a controller is formatted again where the others follow one of them', async () => {
    const second = emptied(1);
    second.answers(0, follows(2));
    second.answers(2, follows(2));
    expect(await format(second, DECISION_MILLIS)).toMatchObject({ code: 0 });
    expect(second.formatted()).not.toBe('');
  });

  it.each([
    ['nobody answers', [undefined, undefined]],
    ['one of two answers alone', [follows(2), undefined]],
    ['nobody leads', [follows(-1), follows(-1)]],
    ['they remember this one as the leader', [follows(1), follows(1)]],
    ['they follow two', [follows(0), follows(2)]],
    ['they are of two epochs', [follows(2, 7), follows(2, 8)]],
  ])('of a controller waits while %s: it would found the cluster anew', async (_, [first, third]) => {
    const second = emptied(1);
    if (first) second.answers(0, first);
    if (third) second.answers(2, third);
    const { code, said } = await format(second, WATCH_MILLIS);
    expect([code, second.formatted()]).toEqual([null, '']);
    expect(said).toContain(`waiting until 2 of the other controllers (${second.hosts[0]} ${second.hosts[2]}) follow one of them`);
  });

  it('of two controllers of five are formatted where the three others follow one of them', async () => {
    const fourth = emptied(3, 5);
    for (const other of [0, 1, 2]) fourth.answers(other, follows(2));
    expect(await format(fourth, DECISION_MILLIS)).toMatchObject({ code: 0 });
    expect(fourth.formatted()).not.toBe('');
  });

  it.each([
    ['two of the others follow one', [follows(1), follows(1)]],
    ['the leader that three name does not answer', [follows(4), follows(4), follows(4)]],
    ['the leader that three name says so of another', [follows(1), follows(2), follows(1), follows(1)]],
  ])('of one controller of five waits while %s', async (_, answers) => {
    const fourth = emptied(3, 5);
    for (const [n, answer] of answers.entries()) fourth.answers(n === 3 ? 4 : n, answer);
    expect(await format(fourth, WATCH_MILLIS)).toMatchObject({ code: null });
    expect(fourth.formatted()).toBe('');
  });

  it('of a controller that waits is formatted where somebody says so', async () => {
    const second = emptied(1);
    second.touch('data/format-anyway');
    expect(await format(second, DECISION_MILLIS)).toMatchObject({ code: 0 });
    expect(second.formatted()).not.toBe('');
  });

  it('of a controller that waits is formatted as soon as the others have elected', async () => {
    const second = emptied(1);
    second.answers(0, follows(-1));
    second.answers(2, follows(-1));
    const done = format(second, DECISION_MILLIS);
    setTimeout(() => {
      second.answers(0, follows(0, 8));
      second.answers(2, follows(0, 8));
    }, 500);
    expect(await done).toMatchObject({ code: 0 });
    expect(second.formatted()).not.toBe('');
  });
});

describe('a member whose certificate is renewed', { timeout: 20_000 }, () => {
  const renewed = async (ordinal: number, missing: number) => {
    const broker = member('events-broker', ordinal, 3);
    broker.write('tls/tls.crt', 'old');
    for (const n of [0, 1, 2]) broker.answers(n, { kafka_server_under_replicated_partitions: n === 2 ? missing : 0 });
    setTimeout(() => broker.write('tls/tls.crt', 'new'), 300);
    await broker.run('start.sh', WATCH_MILLIS, broker.hosts);
    return broker;
  };

  it.each([0, 2])('restarts after it was fit twice, further apart than a rolling update takes members: member %i', async (ordinal) => {
    const broker = await renewed(ordinal, 0);
    expect(broker.exists('fakes/restarted')).toBe(true);
    const waits = broker.asked().filter((line) => line.startsWith('sleep '));
    expect(waits.slice(-2)).toEqual([`sleep ${180 * ordinal}`, `sleep ${30 + 15 * ordinal}`]);
  });

  it('waits while a partition lacks a replica', async () => {
    expect((await renewed(0, 1)).exists('fakes/restarted')).toBe(false);
  });
});
