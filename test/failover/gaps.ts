import { laneParts, type Write } from './journal.js';

/** A span of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When each client had its acknowledgements, in order. A client that was started again is the same client; each part of a service has its own. */
export const acknowledgements = (writes: readonly Write[]): ReadonlyMap<string, readonly number[]> => {
  const times = new Map<string, number[]>();
  for (const { lane, outcome, ended, part } of writes) {
    if (outcome !== 'acknowledged' || ended === undefined) continue;
    const { durability, pod } = laneParts(lane);
    const client = part === undefined ? `${durability}.${pod}` : `${durability}.${pod}.${part}`;
    const own = times.get(client) ?? [];
    own.push(ended);
    times.set(client, own);
  }
  for (const own of times.values()) own.sort((a, b) => a - b);
  return times;
};

/** The longest time without an acknowledgement that has part of itself in the span, in milliseconds. */
export const longestGap = (times: readonly number[], { from, to }: Span): number => {
  if (times.length === 0) return to - from;
  let longest = 0;
  let before: number | undefined;
  for (const at of times) {
    if (before !== undefined && before <= to && at >= from) longest = Math.max(longest, at - before);
    before = at;
  }
  // Nothing came any more: as far as is known, until the span's end.
  if (before !== undefined && before < to) longest = Math.max(longest, to - before);
  return longest;
};

/** Clients on a node that was cut off, or stood still, are told apart: what they saw is not what the service did to the others. */
export interface Unavailable {
  /** The worst of all clients elsewhere, in seconds. */
  readonly others: number;
  /** The worst of those on the node that the fault hit; null where there was none. */
  readonly behind: number | null;
}

const seconds = (millis: number): number => Math.round(millis / 10) / 100;

export const unavailable = (clients: ReadonlyMap<string, readonly number[]>, span: Span, behind: ReadonlySet<string>): Unavailable => {
  const gaps = (is: boolean) =>
    [...clients].filter(([client]) => behind.has(laneParts(client).pod) === is).map(([, times]) => longestGap(times, span));
  const hidden = gaps(true);
  return { others: seconds(Math.max(0, ...gaps(false))), behind: hidden.length > 0 ? seconds(Math.max(...hidden)) : null };
};

export interface Distribution {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly worst: number;
}

/** By the nearest rank, so that each number is one that was measured. */
export const distribution = (values: readonly number[]): Distribution => {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, median: rank(0.5), p90: rank(0.9), worst: rank(1) };
};
