export interface LoadSecond {
  /** Seconds since 1970, of the moment of sending. */
  readonly second: number;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** The slowest request, failed ones included. */
  readonly maxMillis: number;
}

export interface LoadResult {
  readonly sent: number;
  /** Answered in time, in full, and with a 2xx status. */
  readonly ok: number;
  readonly failed: number;
  /** How many failed by kind: an error code, `timeout`, or `status 503`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly maxMillis: number;
  /** Requests that were due while a client itself stood still, and were never sent. */
  readonly skipped: number;
  /** Good answers by what the tally found in them. */
  readonly tally: Readonly<Record<string, number>>;
  /** When the first failed request was sent, ISO 8601. */
  readonly firstFailure: string | undefined;
  readonly lastFailure: string | undefined;
  /** Oldest first, all clients together. */
  readonly seconds: readonly LoadSecond[];
}

interface Summary extends Omit<LoadResult, 'seconds' | 'firstFailure' | 'lastFailure'> {
  readonly firstFailure: string | null;
  readonly lastFailure: string | null;
}

type Line = { readonly waiting: string } | { readonly started: string } | LoadSecond | { readonly summary: Summary };

/** What a client has printed so far. Reading lines again changes nothing, so a log may be followed from its start twice. */
export class ClientLog {
  readonly seconds = new Map<number, LoadSecond>();
  /** Why the load has not begun, at last. */
  waiting: string | undefined;
  started: string | undefined;
  summary: Summary | undefined;

  read(text: string): this {
    // Node's own warnings share the log.
    for (const json of text.split('\n').filter((line) => line.startsWith('{'))) {
      const line = JSON.parse(json) as Line;
      if ('second' in line) this.seconds.set(line.second, line);
      else if ('summary' in line) this.summary = line.summary;
      else if ('started' in line) this.started = line.started;
      else this.waiting = line.waiting;
    }
    return this;
  }

  get sent(): number {
    return sum([...this.seconds.values()], 'sent');
  }
}

const sum = <K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number =>
  items.reduce((total, item) => total + item[key], 0);

const sumByKey = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [key, count] of counts.flatMap((one) => Object.entries(one))) sums[key] = (sums[key] ?? 0) + count;
  return sums;
};

const addSeconds = (one: LoadSecond, other: LoadSecond): LoadSecond => ({
  second: one.second,
  sent: one.sent + other.sent,
  ok: one.ok + other.ok,
  failed: one.failed + other.failed,
  maxMillis: Math.max(one.maxMillis, other.maxMillis),
});

/** All clients' logs as one result. */
export const mergeLogs = (logs: readonly ClientLog[]): LoadResult => {
  const seconds = new Map<number, LoadSecond>();
  for (const { second, sent, ok, failed, maxMillis } of logs.flatMap((log) => [...log.seconds.values()])) {
    const own = { second, sent, ok, failed, maxMillis };
    const before = seconds.get(second);
    seconds.set(second, before ? addSeconds(before, own) : own);
  }
  const summaries = logs.flatMap(({ summary }) => summary ?? []);
  return {
    sent: sum(summaries, 'sent'),
    ok: sum(summaries, 'ok'),
    failed: sum(summaries, 'failed'),
    errors: sumByKey(summaries.map(({ errors }) => errors)),
    maxMillis: Math.max(0, ...summaries.map(({ maxMillis }) => maxMillis)),
    skipped: sum(summaries, 'skipped'),
    tally: sumByKey(summaries.map(({ tally }) => tally)),
    firstFailure: summaries
      .flatMap(({ firstFailure }) => firstFailure ?? [])
      .sort()
      .at(0),
    lastFailure: summaries
      .flatMap(({ lastFailure }) => lastFailure ?? [])
      .sort()
      .at(-1),
    seconds: [...seconds.values()].sort((a, b) => a.second - b.second),
  };
};

/** Failed requests of the seconds that the span touches: whole seconds, so up to one more at either end. */
export const failuresBetween = ({ seconds }: LoadResult, fromEpochMillis: number, toEpochMillis: number): number =>
  sum(
    seconds.filter(({ second }) => (second + 1) * 1000 > fromEpochMillis && second * 1000 < toEpochMillis),
    'failed',
  );
