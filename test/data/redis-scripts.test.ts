import { describe, expect, it } from 'vitest';
import { FIRST, member, SECOND, THIRD } from './redis-members.js';

/** Long enough for a decision, and the time for which those that must wait are watched. */
const DECISION_MILLIS = 10_000;
const WATCH_MILLIS = 1_500;

const replica = (primary: string, offset: number) =>
  `printf 'role:slave\\r\\nmaster_host:${primary}\\r\\nslave_repl_offset:${offset}\\r\\n'`;

/** A member whose sentinels all name the same primary. */
const named = (ordinal: number, primary: string) => {
  const it = member(ordinal);
  for (const address of [FIRST, SECOND, THIRD]) it.names(address, primary);
  return it;
};

describe('a server that starts', { timeout: 20_000 }, () => {
  it('follows whom two of three sentinels name', async () => {
    const second = member(1);
    second.hasData();
    second.names(SECOND, FIRST);
    second.names(THIRD, FIRST);
    await second.run('start.sh', DECISION_MILLIS);
    expect(second.started()).toContain(`replicaof ${FIRST} 6379`);
    expect(second.started()).toContain('replica-priority 0');
  });

  it('waits while sentinels disagree, or one alone answers', async () => {
    const torn = member(1);
    torn.hasData();
    torn.names(SECOND, SECOND);
    torn.names(THIRD, FIRST);
    const alone = member(1);
    alone.hasData();
    alone.names(SECOND, SECOND);
    await Promise.all([torn.run('start.sh', WATCH_MILLIS), alone.run('start.sh', WATCH_MILLIS)]);
    expect([torn.started(), alone.started()]).toEqual(['', '']);
  });

  it('leads where it is named, has data, and nobody could go on from where it was', async () => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(SECOND, 6379, 'info replication', replica(FIRST, 1));
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.started()).toContain(`replica-announce-ip ${FIRST}`);
    expect(first.started()).not.toContain('replicaof');
  });

  it('gives its place to a replica that has followed it until it went away', async () => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(SECOND, 6379, 'info replication', replica(FIRST, 4711));
    first.failsOver(THIRD, SECOND);
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.started()).toContain(`replicaof ${SECOND} 6379`);
  });

  it('gives its place to one that has been promoted, and that the sentinels do not name yet', async () => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(
      SECOND,
      6379,
      'role',
      `echo master; for a in ${FIRST} ${SECOND} ${THIRD}; do
      echo "echo ${SECOND}" >"$FAKES/$a-26379-sentinel_get-master-addr-by-name_cache"; done`,
    );
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.started()).toContain(`replicaof ${SECOND} 6379`);
    expect(first.asked().filter((line) => line.includes('sentinel failover'))).toEqual([]);
  });

  it('leads after all where nobody takes its place', async () => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(SECOND, 6379, 'info replication', replica(FIRST, 4711));
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.started()).not.toContain('replicaof');
    expect(first.asked().filter((line) => line.includes('sentinel failover'))).toHaveLength(24);
  });

  it('asks no sentinel for a successor whose clock stood still', async () => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(SECOND, 6379, 'info replication', replica(FIRST, 4711));
    first.answer(SECOND, 26379, 'info sentinel', "printf 'sentinel_tilt:1\\r\\n'");
    first.failsOver(THIRD, SECOND);
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.asked().filter((line) => line.includes('sentinel failover'))).toEqual([`${THIRD}:26379 sentinel failover cache`]);
  });

  it.each([
    ['have told nothing since', 'slave', '60000', 0],
    ['have told what they have', 'slave', '0', 1],
    ['are known to be away', 'slave,s_down,disconnected', '60000', 1],
  ])('where replicas %s, asks for a successor so many times: sentinels go by what they were told', async (_, flags, age, times) => {
    const first = named(0, FIRST);
    first.hasData();
    first.answer(SECOND, 6379, 'info replication', replica(FIRST, 4711));
    const lines = ['name', `${THIRD}:6379`, 'flags', flags, 'last-ping-sent', '0', 'info-refresh', age];
    first.answer(SECOND, 26379, 'sentinel replicas cache', `printf '%s\\n' ${lines.join(' ')}`);
    first.failsOver(SECOND, THIRD);
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.asked().filter((line) => line.includes('sentinel failover'))).toHaveLength(times);
  });

  it('asks no sentinel that names another primary, which would replace that one', async () => {
    const first = named(0, FIRST);
    first.names(THIRD, SECOND);
    await first.run('start.sh', WATCH_MILLIS);
    const asked = first.asked().filter((line) => line.includes('sentinel failover'));
    expect(new Set(asked)).toEqual(new Set([`${SECOND}:26379 sentinel failover cache`]));
  });

  it('asks no other one where a failover is under way', async () => {
    const first = named(0, FIRST);
    first.answer(SECOND, 26379, 'sentinel failover cache', 'echo "INPROG Failover already in progress" >&2; exit 1');
    await first.run('start.sh', WATCH_MILLIS);
    expect(first.asked()).toContain(`${SECOND}:26379 sentinel failover cache`);
    expect(first.asked()).not.toContain(`${THIRD}:26379 sentinel failover cache`);
  });

  it('asks for nobody with an empty folder where somebody has been promoted', async () => {
    const first = named(0, FIRST);
    first.answer(SECOND, 6379, 'role', 'echo master');
    await first.run('start.sh', WATCH_MILLIS);
    expect(first.started()).toBe('');
    expect(first.asked().filter((line) => line.includes('sentinel failover'))).toEqual([]);
  });

  it('never leads with an empty folder, whoever names it', async () => {
    const first = named(0, FIRST);
    await first.run('start.sh', WATCH_MILLIS);
    expect(first.started()).toBe('');
    expect(first.asked()).toContain(`${SECOND}:26379 sentinel failover cache`);
  });

  it('leads with an empty folder at the very first start', async () => {
    const first = named(0, FIRST);
    first.touch('data/first-start');
    await first.run('start.sh', DECISION_MILLIS);
    expect(first.started()).not.toBe('');
    expect(first.started()).not.toContain('replicaof');
    expect(first.started()).not.toContain('replica-priority');
  });

  it('is not to be promoted before it has copied something, however often it starts', async () => {
    const third = named(2, FIRST);
    await third.run('start.sh', DECISION_MILLIS);
    expect(third.started()).toContain('replica-priority 0');
    expect(third.exists('data/incomplete')).toBe(true);
    third.hasData();
    await third.run('start.sh', DECISION_MILLIS);
    expect(third.started()).toContain('replica-priority 0');
    expect(third.exists('data/incomplete')).toBe(true);
  });

  it('knows passwords as hashes', async () => {
    const second = named(1, FIRST);
    second.touch('credentials/app-password');
    await second.run('start.sh', DECISION_MILLIS);
    // SHA-256 of nothing.
    expect(second.started()).toContain('user app on #e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ~*');
    expect(second.started()).toContain('user default off resetpass');
  });
});

describe('a sentinel that starts', { timeout: 20_000 }, () => {
  it('knows what it had learnt, with the quorum of as many members as there are now', async () => {
    const first = member(0);
    first.write('data/sentinel.conf', `sentinel monitor cache ${SECOND} 6379 3\nsentinel known-sentinel cache 10.0.0.5 26379 abc\n`);
    await first.run('start-sentinel.sh', WATCH_MILLIS);
    expect(first.sentinelStarted()).toContain(`sentinel monitor cache ${SECOND} 6379 2\n`);
    expect(first.sentinelStarted()).not.toContain('10.0.0.5');
  });

  it('has what looks after it started again where that ends', async () => {
    const first = member(0);
    first.write('opt/keep.sh', 'echo kept >>"$FAKES/kept"; exit 1');
    await first.run('start-sentinel.sh', WATCH_MILLIS);
    expect(first.read('fakes/kept').match(/kept/g)?.length).toBeGreaterThan(1);
  });

  it('starts again with a renewed certificate, once all others decide', async () => {
    const renewed = async (decides: boolean) => {
      const first = member(0);
      first.write('tls/tls.crt', 'old');
      first.takesAll();
      if (!decides) first.answer(SECOND, 26379, 'info sentinel', "printf 'sentinel_tilt:1\\r\\n'");
      setTimeout(() => first.write('tls/tls.crt', 'new'), WATCH_MILLIS / 2);
      await first.run('keep.sh', 2 * WATCH_MILLIS);
      expect(first.asked().filter((line) => line.includes('tls-cert-file'))).toHaveLength(1);
      return first.exists('fakes/restarted');
    };
    expect(await Promise.all([renewed(true), renewed(false)])).toEqual([true, false]);
  });
});

describe('a sentinel that knows no primary', { timeout: 20_000 }, () => {
  const monitors = (one: ReturnType<typeof member>) =>
    one
      .asked()
      .find((line) => line.startsWith('127.0.0.1:26379 sentinel monitor'))
      ?.split(' ')[4];
  const unknowing = (ordinal: number, answers: Readonly<Record<string, string>>) => {
    const one = member(ordinal);
    one.names('127.0.0.1', '');
    for (const [address, primary] of Object.entries(answers)) one.names(address, primary);
    return one;
  };

  it('begins, as the first member, where all others answer and nobody knows any', async () => {
    const first = unknowing(0, { [SECOND]: '', [THIRD]: '' });
    await first.run('keep.sh', WATCH_MILLIS);
    expect(monitors(first)).toBe(FIRST);
    expect(first.exists('data/first-start')).toBe(true);
  });

  it('does not begin while one does not answer', async () => {
    const first = unknowing(0, { [SECOND]: '' });
    await first.run('keep.sh', WATCH_MILLIS);
    expect(monitors(first)).toBeUndefined();
  });

  it('does not begin as another member', async () => {
    const second = unknowing(1, { [FIRST]: '', [THIRD]: '' });
    await second.run('keep.sh', WATCH_MILLIS);
    expect(monitors(second)).toBeUndefined();
  });

  it('takes the primary that another one names, and leaves an empty folder empty', async () => {
    const first = unknowing(0, { [SECOND]: '', [THIRD]: SECOND });
    await first.run('keep.sh', WATCH_MILLIS);
    expect(monitors(first)).toBe(SECOND);
    expect(first.exists('data/first-start')).toBe(false);
  });
});

describe('a replica without a primary', { timeout: 20_000 }, () => {
  const stuck = (primary: string) => {
    const first = named(0, primary);
    first.names('127.0.0.1', primary);
    first.answer('127.0.0.1', 6379, 'info replication', "printf 'role:slave\\r\\nmaster_link_status:down\\r\\nslave_priority:100\\r\\n'");
    return first;
  };
  const leads = (one: ReturnType<typeof member>) => one.asked().includes('127.0.0.1:6379 replicaof no one');

  it('leads where most sentinels have long named it', async () => {
    const first = stuck(FIRST);
    await first.run('keep.sh', 3_000);
    expect(leads(first)).toBe(true);
  });

  it('stays one where they name another, or where it has nothing', async () => {
    const [other, empty] = [stuck(SECOND), stuck(FIRST)];
    empty.touch('data/incomplete');
    await Promise.all([other.run('keep.sh', 3_000), empty.run('keep.sh', 3_000)]);
    expect([leads(other), leads(empty)]).toEqual([false, false]);
  });
});

describe('a connection to the primary', { timeout: 20_000 }, () => {
  const timeouts = async (info: string) => {
    const first = member(0);
    first.names('127.0.0.1', SECOND);
    first.answer('127.0.0.1', 6379, 'info replication', `printf '${info}'`);
    for (const seconds of [3, 15]) first.answer('127.0.0.1', 6379, `config set repl-timeout ${seconds}`, 'echo OK');
    await first.run('keep.sh', WATCH_MILLIS);
    return first.asked().flatMap((line) => line.match(/repl-timeout (\d+)/)?.[1] ?? []);
  };
  const replica = (link: string, copies: number) =>
    `role:slave\\r\\nmaster_link_status:${link}\\r\\nmaster_sync_in_progress:${copies}\\r\\nslave_priority:100\\r\\n`;

  it('that is being made is given up after three seconds, in every round', async () => {
    const set = await timeouts(replica('down', 0));
    expect(set.length).toBeGreaterThan(1);
    expect(new Set(set)).toEqual(new Set(['3']));
  });

  it.each([
    ['copies', replica('down', 1)],
    ['is there', replica('up', 0)],
    ['is not needed, of a primary', 'role:master\\r\\n'],
  ])('that %s has the fifteen of the configuration', async (_, info) => {
    expect(await timeouts(info)).toEqual(['15']);
  });
});

describe('the priority of a replica', { timeout: 20_000 }, () => {
  interface Own {
    readonly link?: 'up' | 'down';
    readonly silence?: number;
    readonly priority?: number;
    /** None after a start without the primary. */
    readonly offset?: number;
    /** Seconds since it was started. */
    readonly uptime?: number;
  }
  /** What it sets, the last of it; others answer as given. */
  const set = async (own: Own, others: readonly string[], incomplete = false) => {
    const { link = 'down', silence = -1, priority = 100, offset = 100, uptime = 30 } = own;
    const first = named(0, SECOND);
    first.names('127.0.0.1', SECOND);
    const lines = [
      ...['role:slave', `master_link_status:${link}`, `master_last_io_seconds_ago:${silence}`],
      ...[`slave_repl_offset:${offset}`, `slave_priority:${priority}`],
    ];
    first.answer('127.0.0.1', 6379, 'info replication', `printf '${lines.join('\\r\\n')}\\r\\n'`);
    first.answer('127.0.0.1', 6379, 'info server', `printf 'uptime_in_seconds:${uptime}\\r\\n'`);
    for (const [n, answer] of others.entries()) first.answer([SECOND, THIRD][n] ?? '', 6379, 'info replication', answer);
    if (incomplete) first.touch('data/incomplete');
    await first.run('keep.sh', WATCH_MILLIS);
    return first
      .asked()
      .findLast((line) => line.startsWith('127.0.0.1:6379 config set replica-priority'))
      ?.split(' ')
      .at(-1);
  };
  const leads = "printf 'role:master\\r\\nmaster_repl_offset:500\\r\\n'";

  it('is none where it reaches nobody, or somebody has more', async () => {
    expect(await set({}, [])).toBe('0');
    expect(await set({}, [replica(FIRST, 101)])).toBe('0');
  });

  it('is none while the primary is silent and others have more: its connection seems to hold where its network is cut', async () => {
    expect(await set({ link: 'up', silence: 4 }, [replica(FIRST, 101)])).toBe('0');
    expect(await set({ link: 'up', silence: 4 }, [])).toBe('0');
  });

  it('stays where nobody whom it reaches has more, where somebody leads, and while it hears the primary', async () => {
    expect(await set({}, [replica(FIRST, 100)])).toBeUndefined();
    expect(await set({}, [leads])).toBeUndefined();
    expect(await set({ priority: 0 }, [leads])).toBeUndefined();
    expect(await set({ link: 'up', silence: 2 }, [])).toBeUndefined();
  });

  it('comes back with a majority none of which has more, or with the primary', async () => {
    expect(await set({ priority: 0 }, [replica(FIRST, 100)])).toBe('100');
    expect(await set({ priority: 0, link: 'up', silence: 0 }, [])).toBe('100');
  });

  it('of one that was started since it heard the primary does not come back for six minutes, since nobody can tell what it lacks', async () => {
    expect(await set({ priority: 0, offset: 0 }, [replica(FIRST, 0)])).toBeUndefined();
    expect(await set({ priority: 100, offset: 1 }, [replica(FIRST, 1)])).toBe('0');
    expect(await set({ priority: 0, offset: 0, uptime: 360 }, [replica(FIRST, 0)])).toBe('100');
    expect(await set({ priority: 0, offset: 0, link: 'up', silence: 0 }, [])).toBe('100');
  });

  it('is no longer the first one of all where a hand-over that began did not end', async () => {
    expect(await set({ priority: 1, link: 'up', silence: 0 }, [])).toBe('100');
    expect(await set({ priority: 1 }, [replica(FIRST, 100)])).toBe('100');
    expect(await set({ priority: 1 }, [replica(FIRST, 101)])).toBe('0');
  });

  it('of one that has not copied anything yet does not come back without the primary', async () => {
    expect(await set({ priority: 0 }, [replica(FIRST, 100)], true)).toBeUndefined();
    expect(await set({ priority: 0, link: 'up', silence: 0 }, [], true)).toBe('100');
  });
});

describe('the addresses of members', { timeout: 20_000 }, () => {
  const NEW = '10.0.0.9';
  const state = (first: string, second: string) =>
    `sentinel monitor cache ${first} 6379 2\nsentinel known-replica cache ${second} 6379\nsentinel known-sentinel cache ${second} 26379 abc\n`;

  it('are taken from the names when the pod starts, in what the sentinel knows, too', async () => {
    const first = member(0);
    first.write('data/sentinel.conf', state(FIRST, SECOND));
    // Services that were made anew have changed places.
    for (const [ordinal, address] of [SECOND, FIRST, THIRD].entries()) first.resolves(ordinal, address);
    expect(await first.run('prepare.sh', DECISION_MILLIS)).toBe(0);
    expect(first.read('data/addresses')).toBe(`cache-0 ${SECOND}\ncache-1 ${FIRST}\ncache-2 ${THIRD}\n`);
    expect(first.read('data/sentinel.conf')).toBe(state(SECOND, FIRST));
  });

  it('are those of last time where there are no names for half a minute', async () => {
    const first = member(0);
    first.hurries();
    expect(await first.run('prepare.sh', DECISION_MILLIS)).toBe(0);
    expect(first.read('data/addresses')).toBe(`cache-0 ${FIRST}\ncache-1 ${SECOND}\ncache-2 ${THIRD}\n`);
  });

  it('are given up where nobody answers, for one of the same name where somebody does', async () => {
    const first = member(0);
    first.resolves(1, NEW);
    first.answer(NEW, 26379, 'ping', 'echo PONG');
    await first.run('keep.sh', WATCH_MILLIS);
    expect(first.exists('fakes/restarted')).toBe(true);
    expect(first.read('data/addresses.new')).toBe(`cache-0 ${FIRST}\ncache-1 ${NEW}\ncache-2 ${THIRD}\n`);
  });

  it('stay whole on a volume that is full, when the pod runs and when it starts', async () => {
    const running = member(0);
    running.resolves(1, NEW);
    running.answer(NEW, 26379, 'ping', 'echo PONG');
    const starting = member(0);
    starting.write('data/sentinel.conf', state(FIRST, SECOND));
    for (const [ordinal, address] of [SECOND, FIRST, THIRD].entries()) starting.resolves(ordinal, address);
    for (const one of [running, starting]) one.isFull('data/addresses.new.part');
    const before = running.read('data/addresses');
    expect(await Promise.all([running.run('keep.sh', WATCH_MILLIS), starting.run('prepare.sh', DECISION_MILLIS)])).toEqual([null, 1]);
    for (const one of [running, starting]) {
      expect(one.read('data/addresses')).toBe(before);
      expect(one.exists('data/addresses.new')).toBe(false);
    }
    expect(running.exists('fakes/restarted')).toBe(false);
    expect(starting.read('data/sentinel.conf')).toBe(state(FIRST, SECOND));
  });

  it('stay while somebody answers, and while nobody does at the other one', async () => {
    const first = member(0);
    first.resolves(1, NEW);
    first.answer(SECOND, 26379, 'ping', 'echo PONG');
    first.answer(NEW, 26379, 'ping', 'echo PONG');
    first.resolves(2, '10.0.0.8');
    await first.run('keep.sh', WATCH_MILLIS);
    expect(first.exists('fakes/restarted')).toBe(false);
  });
});

describe('a probe', { timeout: 20_000 }, () => {
  const code = async (answer: string | undefined) => {
    const first = member(0);
    if (answer) first.answer('127.0.0.1', 6379, 'ping', answer);
    return first.run('health.sh', 5_000, ['redis', 'alive']);
  };

  it('calls alive who answers, were it with an error', async () => {
    expect(await code('echo PONG')).toBe(0);
    expect(await code('echo "LOADING Redis is loading the dataset in memory" >&2; exit 1')).toBe(0);
    expect(await code('echo "MASTERDOWN Link with MASTER is down" >&2; exit 1')).toBe(0);
  });

  it('calls dead who does not', async () => {
    expect(await code(undefined)).toBe(1);
    expect(await code('echo "Could not connect to Redis at 127.0.0.1:6379: Connection refused" >&2; exit 1')).toBe(1);
  });

  it('calls ready a primary, and a replica in step', async () => {
    const ready = (info: string) => {
      const first = member(0);
      first.answer('127.0.0.1', 6379, 'info replication', `printf '${info}'`);
      return first.run('health.sh', 5_000, ['redis', 'ready']);
    };
    expect(await ready('role:master\\r\\n')).toBe(0);
    expect(await ready('role:slave\\r\\nmaster_link_status:up\\r\\nmaster_sync_in_progress:0\\r\\n')).toBe(0);
    expect(await ready('role:slave\\r\\nmaster_link_status:down\\r\\nmaster_sync_in_progress:1\\r\\n')).toBe(1);
  });
});

describe('a primary that ends', { timeout: 20_000 }, () => {
  /** Its replica SECOND is in step; THIRD is not. Notes what it tells its own server. */
  const ending = (lag = 'lag=0') => {
    const first = member(0);
    const lines = [
      'master_replid:aaaa',
      `slave0:ip=${SECOND},port=6379,state=online,offset=10,${lag}`,
      `slave1:ip=${THIRD},port=6379,state=wait_bgsave,offset=0,${lag}`,
    ];
    first.answer('127.0.0.1', 6379, 'role', 'echo master');
    first.answer('127.0.0.1', 6379, 'info replication', `printf '${lines.join('\\r\\n')}\\r\\n'`);
    first.answer('127.0.0.1', 6379, '', 'cat >>"$FAKES/told"; printf "master_repl_offset:10\\r\\n"');
    for (const address of ['127.0.0.1', SECOND, THIRD]) {
      first.names(address, FIRST);
      first.answer(address, 26379, 'sentinel replicas cache', `printf '%s\\n' name ${SECOND}:6379 info-refresh 400 slave-priority 1`);
    }
    first.failsOver(SECOND, SECOND);
    return first;
  };
  const server = (role: string, history: string) => `printf 'role:${role}\\r\\nmaster_replid2:${history}\\r\\nslave_repl_offset:10\\r\\n'`;

  it.each([
    ['Redis', 'lag=0'],
    ['Valkey', 'lag=1,type=replica'],
  ])('gives its place to a replica that is in step, as %s tells it', async (_, lag) => {
    const first = ending(lag);
    first.answer(SECOND, 6379, 'info replication', server('master', 'aaaa'));
    await first.run('hand-over.sh', DECISION_MILLIS);
    expect(first.asked()).toContain(`${SECOND}:26379 sentinel failover cache`);
    expect(first.read('fakes/told')).toContain(`replicaof ${SECOND} 6379\nclient kill type normal\nclient unpause\n`);
  });

  it('has the sentinel that it asks hear that this replica comes first, and nobody else later', async () => {
    const first = ending();
    first.answer(SECOND, 6379, 'info replication', server('master', 'aaaa'));
    await first.run('hand-over.sh', DECISION_MILLIS);
    expect(first.asked().filter((line) => /priority|debug|failover/.test(line))).toEqual([
      `${SECOND}:26379 sentinel debug info-period 100`,
      `${SECOND}:6379 config set replica-priority 1`,
      `${SECOND}:26379 sentinel debug info-period 1000`,
      `${SECOND}:6379 config set replica-priority 100`,
      `${SECOND}:26379 sentinel failover cache`,
    ]);
  });

  it('stays where the only replica in step may not be promoted', async () => {
    const first = ending();
    first.answer(SECOND, 6379, 'info replication', "printf 'role:slave\\r\\nslave_priority:0\\r\\n'");
    await first.run('hand-over.sh', DECISION_MILLIS);
    expect(first.asked().filter((line) => /failover|pause/.test(line))).toEqual([]);
  });

  it('follows nobody who calls itself primary and does not go on from where it was', async () => {
    const first = ending();
    first.answer(SECOND, 6379, 'info replication', server('slave', '0000'));
    first.answer(THIRD, 6379, 'info replication', server('master', '0000'));
    first.answer(THIRD, 6379, 'role', 'echo master');
    await first.run('hand-over.sh', DECISION_MILLIS);
    expect(first.asked()).toContain(`${SECOND}:26379 sentinel failover cache`);
    expect(first.read('fakes/told')).not.toContain('replicaof');
  });

  it('asks a sentinel that names it, and none that would replace another one', async () => {
    const first = ending();
    first.answer(SECOND, 6379, 'info replication', server('slave', '0000'));
    first.names(SECOND, THIRD);
    await first.run('hand-over.sh', DECISION_MILLIS);
    expect(first.asked()).not.toContain(`${SECOND}:26379 sentinel failover cache`);
    expect(first.asked()).toContain(`${THIRD}:26379 sentinel failover cache`);
  });
});
