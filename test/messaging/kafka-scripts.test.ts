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

describe('a broker that is asked to go', { timeout: 20_000 }, () => {
  const is = (state: number, missing = 0) => ({ kafka_server_broker_state: state, kafka_server_under_replicated_partitions: missing });
  /** The first of three; what it says of itself, and what the others say. */
  const asked = (itself: ReturnType<typeof is> | undefined, ...others: readonly (ReturnType<typeof is> | undefined)[]) => {
    const broker = member('events-broker', 0, 3);
    for (const who of ['itself', 0] as const) if (itself) broker.answers(who, itself);
    for (const [n, answer] of others.entries()) if (answer) broker.answers(n + 1, answer);
    return broker;
  };
  const leave = (broker: ReturnType<typeof member>, millis: number, seconds = 60) =>
    broker.run('leave.sh', millis, [String(seconds), ...broker.hosts]);

  it.each([
    ['no partition lacks a replica', is(3), [is(3), is(3)]],
    ['it is wedged', undefined, [is(3, 5), is(3)]],
    ['it starts itself', is(2), [is(3, 5), is(3)]],
    ['nobody else can be asked', is(3, 5), [undefined, undefined]],
    ['another one hands over, too: all were told to go', is(3, 5), [is(6), is(3, 5)]],
  ])('goes at once where %s', async (_, itself, others) => {
    expect(await leave(asked(itself, ...others), DECISION_MILLIS)).toMatchObject({ code: 0 });
  });

  it.each([
    ['is away', is(3, 5), [undefined, is(3, 5)]],
    ['catches up', is(3, 5), [is(3), is(3)]],
  ])('waits while another one %s', async (_, itself, others) => {
    expect(await leave(asked(itself, ...others), WATCH_MILLIS)).toMatchObject({ code: null });
  });

  it('goes when the other one has caught up', async () => {
    const broker = asked(is(3, 5), is(3), is(3));
    const done = leave(broker, DECISION_MILLIS);
    setTimeout(() => broker.answers(0, is(3)), 500);
    expect(await done).toMatchObject({ code: 0 });
  });

  it('goes when another one goes meanwhile', async () => {
    const broker = asked(is(3, 5), is(3), is(3));
    const done = leave(broker, DECISION_MILLIS);
    setTimeout(() => broker.isGone(1), 500);
    expect(await done).toMatchObject({ code: 0 });
  });

  it('waits no longer than it is told', async () => {
    expect(await leave(asked(is(3, 5), undefined, is(3, 5)), DECISION_MILLIS, 1)).toMatchObject({ code: 0 });
  });
});

describe('a controller that is asked to go', { timeout: 20_000 }, () => {
  const heard = (millis: number) => ({ kafka_controller_lastappliedrecordlagms: millis });

  it.each([
    ['goes at once where all have heard of the quorum', [heard(200), heard(200), heard(200)], 0],
    ['waits while another one is away', [heard(200), undefined, heard(200)], null],
    ['waits while another one has heard nothing', [heard(200), heard(20_000), heard(200)], null],
    ['goes at once where it is alone', [heard(20_000), undefined, undefined], 0],
  ])('%s', async (_, answers, code) => {
    const controller = member('events-controller', 0, 3);
    for (const [n, answer] of answers.entries()) {
      if (answer) controller.answers(n, answer);
      if (answer && n === 0) controller.answers('itself', answer);
    }
    expect(await controller.run('leave.sh', WATCH_MILLIS, ['15', ...controller.hosts])).toMatchObject({ code });
  });
});
