import { mkdirSync, writeFileSync } from 'node:fs';
import { machine } from '../bench/results.js';
import type { Campaign, Injected } from './campaign.js';
import { acknowledgements, type Distribution, distribution, type Unavailable, unavailable } from './gaps.js';
import { laneParts, type Write } from './journal.js';
import { FAULTS, type FaultName } from './nemesis.js';
import type { Options } from './options.js';
import { type Bucket, buckets } from './picture.js';
import { podsOf } from './pods.js';
import { judge, reigns, twoLeadersMillis } from './verdict.js';

/** How many, and the first few. */
interface Found {
  readonly count: number;
  readonly first: readonly string[];
}

export interface LaneVerdict {
  readonly acknowledged: number;
  readonly indeterminate: number;
  readonly refused: number;
  readonly present: number;
  readonly lost: Found;
  readonly unexpected: Found;
  readonly duplicates: Found;
  readonly overlaps: Found;
}

export interface FaultResult {
  readonly fault: FaultName;
  readonly at: string;
  readonly leader: string;
  readonly node: string;
  readonly leaderAfter: string;
  readonly healedAfterSeconds: number;
  readonly wholeAfterSeconds: number;
  readonly unavailableSeconds: Unavailable;
  readonly leaderMoves: number;
  readonly twoLeadersSeconds: number;
  readonly problem?: string;
}

export interface Result {
  readonly service: Options['service'];
  readonly run: Options['run'];
  readonly seed: number;
  readonly minutes: number;
  readonly deploySeconds: number;
  readonly clients: number;
  readonly verdict: Readonly<Partial<Record<'durable' | 'plain', LaneVerdict>>>;
  readonly unavailableSeconds: Readonly<Record<string, Distribution>>;
  readonly behindSeconds: Readonly<Record<string, Distribution>>;
  readonly faults: readonly FaultResult[];
  readonly timeline: { readonly from: string; readonly bucketSeconds: number; readonly writesPerSecond: readonly Bucket[] };
}

const FIRST = 10;
const found = (ids: readonly string[]): Found => ({ count: ids.length, first: ids.slice(0, FIRST) });
const seconds = (millis: number): number => Math.round(millis / 100) / 10;

export const resultOf = ({ faults, evidence, deploySeconds, from, to }: Campaign, options: Options): Result => {
  const { writes, present, sightings, open } = evidence;
  const of = <T extends { readonly lane: string }>(items: readonly T[], durability: string) =>
    items.filter(({ lane }) => laneParts(lane).durability === durability);
  // A control may have plain writes only.
  const measured = of(writes, of(writes, 'durable').length > 0 ? 'durable' : 'plain');
  const clients = acknowledgements(measured);
  const verdictOf = (durability: 'durable' | 'plain'): LaneVerdict => {
    const { lost, unexpected, duplicates, overlaps, ...counts } = judge(of(writes, durability), of(present, durability), open);
    return { ...counts, lost: found(lost), unexpected: found(unexpected), duplicates: found(duplicates), overlaps: found(overlaps) };
  };
  const results = faults.map((fault): FaultResult => {
    const span = { from: fault.injected, to: fault.whole };
    return {
      fault: fault.fault,
      at: new Date(fault.injected).toISOString(),
      leader: fault.leader,
      node: fault.node,
      leaderAfter: fault.leaderAfter,
      healedAfterSeconds: seconds(fault.healed - fault.injected),
      wholeAfterSeconds: seconds(fault.whole - fault.injected),
      unavailableSeconds: unavailable(clients, span, new Set(fault.behind)),
      leaderMoves: movesIn(measured, fault),
      twoLeadersSeconds: seconds(twoLeadersMillis(sightings.filter(({ began }) => began >= span.from && began <= span.to))),
      ...(fault.problem ? { problem: fault.problem } : {}),
    };
  });
  return {
    service: options.service,
    run: options.run,
    seed: options.seed,
    minutes: Math.round((to - from) / 6000) / 10,
    deploySeconds: Math.round(deploySeconds),
    clients: new Set(writes.map(({ lane }) => laneParts(lane).pod)).size,
    verdict: Object.fromEntries((['durable', 'plain'] as const).filter((d) => of(writes, d).length > 0).map((d) => [d, verdictOf(d)])),
    unavailableSeconds: byKind(results, ({ others }) => others),
    behindSeconds: byKind(results, ({ behind }) => behind),
    faults: results,
    timeline: { from: new Date(from).toISOString(), ...buckets(measured, { from, to }) },
  };
};

/** By the terms that acknowledgements name; Kafka's producer is not told any. */
const movesIn = (writes: readonly Write[], { injected, whole, moves }: Injected): number =>
  writes.some(({ term }) => term !== undefined) ? reigns(writes).filter(({ from }) => from > injected && from <= whole).length : moves;

const byKind = (results: readonly FaultResult[], value: (of: Unavailable) => number | null): Record<string, Distribution> => {
  const good = results.filter(({ problem }) => problem === undefined);
  const kinds = Object.keys(FAULTS).filter((kind) => good.some(({ fault }) => fault === kind));
  const all = (of: readonly FaultResult[]) => of.flatMap(({ unavailableSeconds }) => value(unavailableSeconds) ?? []);
  const rows = kinds.map((kind) => [kind, all(good.filter(({ fault }) => fault === kind))] as const);
  return Object.fromEntries(
    [...rows, ['all', all(good)] as const].filter(([, values]) => values.length > 0).map(([kind, values]) => [kind, distribution(values)]),
  );
};

const FOLDER = new URL('./results/', import.meta.url);

/** The file's, without its ending. */
export const nameOf = ({ service, run }: Pick<Result, 'service' | 'run'>): string => (run === 'campaign' ? service : `${service}-${run}`);

/** Writes `test/failover/results/<service>[-<run>].json`, from which the page is made. */
export const writeResult = (result: Result): void => write(nameOf(result), result);

/** Beside those, to be looked at; not committed. */
export const writeSample = (result: Result): void => write(`${nameOf(result)}-sample`, result);

const write = (name: string, result: Result): void => {
  mkdirSync(FOLDER, { recursive: true });
  const measured = { name, machine: machine(), pods: podsOf(result.service), result };
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(measured, undefined, 2)}\n`);
};
