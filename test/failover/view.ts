import { followLog } from '../e2e/harness/follow.js';
import type { Second } from './clients/tally.js';

/** Older lines say nothing of now. */
export const FRESH_SECONDS = 4;
/** Before a fault somebody has led for longer than this; a move may follow it within the same second. */
const STEADY_MILLIS = 2000;
/** A stream that says nothing for so long has died without a word, as on a node without power. */
const STALE_MILLIS = 10_000;

/** Who leads, as the clients see it, second by second. */
export class View {
  private readonly followers = new Map<string, { end: () => void; heard: number }>();
  private readonly seconds = new Map<string, Map<number, Second>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly namespace: string,
    private readonly writers: readonly string[],
    watchers: readonly string[],
  ) {
    for (const client of [...writers, ...watchers]) this.follow(client);
    this.timer = setInterval(() => this.reopen(), 2000);
  }

  private follow(client: string): void {
    this.followers.get(client)?.end();
    const seconds = this.seconds.get(client) ?? new Map<number, Second>();
    this.seconds.set(client, seconds);
    const follower: { heard: number; end: () => void } = { heard: Date.now(), end: () => undefined };
    follower.end = followLog(this.namespace, client, (line) => {
      follower.heard = Date.now();
      const second = parseSecond(line);
      if (second) seconds.set(second.second, second);
    });
    this.followers.set(client, follower);
  }

  private reopen(): void {
    for (const [client, { heard }] of this.followers) if (Date.now() - heard > STALE_MILLIS) this.follow(client);
  }

  /** The latest line of each client that is not older than a few seconds. */
  fresh(): readonly Second[] {
    return [...this.seconds.keys()].flatMap((client) => this.latest(client) ?? []);
  }

  private latest(client: string): Second | undefined {
    const seconds = this.seconds.get(client) ?? new Map<number, Second>();
    const last = Math.max(...seconds.keys());
    return last >= Date.now() / 1000 - FRESH_SECONDS ? seconds.get(last) : undefined;
  }

  /** Writers that are not heard, or that wait for an acknowledgement. */
  stalled(): readonly string[] {
    return this.writers.filter((writer) => isStalled(this.latest(writer)));
  }

  /** Writers whose newest line tells of acknowledgements. */
  acknowledging(): readonly string[] {
    return this.writers.filter((writer) => (this.latest(writer)?.acknowledged ?? 0) > 0);
  }

  /** The one member that every client that watches and is heard sees lead and accept; undefined while they do not agree. */
  leader(): string | undefined {
    const watching = this.fresh().filter(({ members }) => Object.keys(members).length > 0);
    const seen = watching.map(({ members }) => Object.keys(members).filter((member) => members[member]?.accepts));
    const [first = []] = seen;
    const [leader] = first;
    const agreed = seen.length > 0 && seen.every((leaders) => leaders.length === 1 && leaders[0] === leader);
    return agreed && leader !== undefined ? podOf(leader) : undefined;
  }

  /** How often the leader changed since then, as the client saw it that saw most. */
  moves(millis: number): number {
    return Math.max(
      0,
      ...[...this.seconds.values()].map((seconds) =>
        changes([...seconds.values()].filter((line) => line.second * 1000 >= millis - STEADY_MILLIS)),
      ),
    );
  }

  /** Members that somebody does not see in their role. */
  silent(): readonly string[] {
    return [
      ...new Set(this.fresh().flatMap(({ members }) => Object.keys(members).filter((member) => members[member]?.role === 'silent'))),
    ].map(podOf);
  }

  /** What the writers counted since then; the gap is that of the writers elsewhere than behind the fault. */
  since(millis: number, behind: readonly string[]): { readonly acknowledged: number; readonly gapMillis: number } {
    const lines = (of: readonly string[]) =>
      of.flatMap((writer) => [...(this.seconds.get(writer)?.values() ?? [])].filter(({ second }) => second * 1000 >= millis));
    return {
      acknowledged: lines(this.writers).reduce((sum, line) => sum + line.acknowledged, 0),
      gapMillis: Math.max(0, ...lines(this.writers.filter((writer) => !behind.includes(writer))).map((line) => line.gapMillis)),
    };
  }

  /** Why clients do not get on, at last. */
  errors(): Readonly<Record<string, number>> {
    return Object.assign({}, ...this.fresh().map(({ errors }) => errors));
  }

  end(): void {
    clearInterval(this.timer);
    for (const { end } of this.followers.values()) end();
  }
}

/** Whether the writer's last second passed without an acknowledgement, or one of its partitions still waits for one. */
export const isStalled = (last: Pick<Second, 'acknowledged' | 'waiting'> | undefined): boolean =>
  !last?.acknowledged || (last.waiting ?? []).length > 0;

/** Seconds in which nobody leads, or two members do, are between two leaders. */
export const changes = (seconds: readonly Pick<Second, 'second' | 'members'>[]): number => {
  const leaders = [...seconds]
    .sort((a, b) => a.second - b.second)
    .map(({ members }) => Object.keys(members).filter((member) => members[member]?.accepts))
    .filter((leading) => leading.length === 1)
    .map(([leader]) => leader);
  return leaders.filter((leader, index) => index > 0 && leader !== leaders[index - 1]).length;
};

/** `cache-0:6379`, `orders-db-0.orders-db-peers` → the pod. */
export const podOf = (member: string): string => member.split(/[.:]/)[0] ?? member;

const parseSecond = (line: string): Second | undefined => {
  if (!line.startsWith('{"second"')) return undefined;
  return JSON.parse(line) as Second;
};
