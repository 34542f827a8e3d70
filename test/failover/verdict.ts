import type { Sighting, Write } from './journal.js';

/** A record that the leader holds at the end. */
export interface Present {
  readonly lane: string;
  readonly seq: number;
}

export interface Verdict {
  readonly acknowledged: number;
  readonly indeterminate: number;
  readonly refused: number;
  readonly present: number;
  /** Acknowledged and not there: `lane:seq`. */
  readonly lost: readonly string[];
  /** There, and neither acknowledged nor in doubt. */
  readonly unexpected: readonly string[];
  /** There more than once. */
  readonly duplicates: readonly string[];
  /** Acknowledged by two leaders at once: begun under a reign when a later one had already acknowledged, or put where another write is. */
  readonly overlaps: readonly string[];
}

const id = ({ lane, seq }: Present): string => `${lane}:${seq}`;

/**
 * Compares what writers were told with what is there.
 *
 * @param open lanes whose writer died without having noted what it had sent last
 */
export const judge = (writes: readonly Write[], present: readonly Present[], open: ReadonlySet<string> = new Set()): Verdict => {
  const count = (outcome: Write['outcome']) => writes.filter((write) => write.outcome === outcome).length;
  const copies = new Map<string, number>();
  for (const record of present) copies.set(id(record), (copies.get(id(record)) ?? 0) + 1);
  const possible = new Set(writes.filter(({ outcome }) => outcome !== 'refused').map(id));
  const last = lastOf(writes.filter(({ lane }) => open.has(lane)));
  const unexpected = present.filter(
    (record) => !possible.has(id(record)) && record.seq <= (last.get(record.lane) ?? Number.POSITIVE_INFINITY),
  );
  return {
    acknowledged: count('acknowledged'),
    indeterminate: count('indeterminate'),
    refused: count('refused'),
    present: copies.size,
    lost: writes.filter((write) => write.outcome === 'acknowledged' && !copies.has(id(write))).map(id),
    unexpected: [...new Set(unexpected.map(id))],
    duplicates: [...copies].filter(([, times]) => times > 1).map(([key]) => key),
    overlaps: [...overlaps(writes), ...samePlace(writes)].map(id),
  };
};

/** The highest number of each lane. */
const lastOf = (writes: readonly Write[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const { lane, seq } of writes) last.set(lane, Math.max(seq, last.get(lane) ?? 0));
  return last;
};

/** When each reign acknowledged its first write, in that order. */
export const reigns = (writes: readonly Write[]): readonly { readonly term: string; readonly from: number }[] => {
  const first = new Map<string, number>();
  for (const { term, ended, outcome } of writes) {
    if (outcome !== 'acknowledged' || term === undefined || ended === undefined) continue;
    first.set(term, Math.min(ended, first.get(term) ?? Number.POSITIVE_INFINITY));
  }
  return [...first].map(([term, from]) => ({ term, from })).sort((a, b) => a.from - b.from);
};

/** When each reign was over, since the next one had begun. */
const ends = (writes: readonly Write[]): ReadonlyMap<string, number> => {
  const order = reigns(writes);
  return new Map(order.slice(1).map(({ from }, index) => [order[index]?.term ?? '', from]));
};

const overlaps = (writes: readonly Write[]): readonly Write[] => {
  const end = ends(writes);
  return writes.filter(
    ({ outcome, term, began }) => outcome === 'acknowledged' && term !== undefined && began > (end.get(term) ?? Number.POSITIVE_INFINITY),
  );
};

const samePlace = (writes: readonly Write[]): readonly Write[] => {
  const taken = new Set<string>();
  return writes.filter(({ outcome, place }) => {
    if (outcome !== 'acknowledged' || place === undefined) return false;
    const isTaken = taken.has(place);
    taken.add(place);
    return isTaken;
  });
};

/** The longest time during which two members were seen to accept plain writes, one of them under a reign that was over. */
export const twoLeadersMillis = (sightings: readonly Sighting[]): number => {
  const accepted = sightings.filter((sighting) => sighting.accepted === true && sighting.term !== undefined);
  const first = new Map<string, number>();
  for (const { term = '', ended } of accepted) first.set(term, Math.min(ended, first.get(term) ?? Number.POSITIVE_INFINITY));
  const order = [...first].sort(([, a], [, b]) => a - b);
  const next = new Map(order.slice(1).map(([, from], index) => [order[index]?.[0] ?? '', from]));
  return Math.max(0, ...accepted.map(({ term = '', began }) => began - (next.get(term) ?? Number.POSITIVE_INFINITY)));
};
