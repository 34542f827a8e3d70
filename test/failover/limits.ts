import type { Fault } from './faults/scene.js';
import { FAULTS } from './nemesis.js';
import type { FaultResult, Result } from './results.js';

type FaultClass = Fault['class'];

/** Seconds without an acknowledged write that are promised, at the worst. */
export const LIMITS: Readonly<Record<Result['service'], Readonly<Partial<Record<FaultClass, number>>>>> = {
  postgres: { process: 10, hard: 25, planned: 5 },
  redis: { process: 10, hard: 10, planned: 2 },
  kafka: { process: 15, hard: 15, planned: 5 },
};

/** A fault that did not happen, or that nobody recovered from, proves nothing. */
export const proven = (faults: readonly FaultResult[]): readonly FaultResult[] => faults.filter(({ problem }) => problem === undefined);

/** The longest time without an acknowledged write, of clients elsewhere; undefined where there was no such fault. */
export const worstOf = (faults: readonly FaultResult[], of: FaultClass): number | undefined => {
  const seconds = proven(faults)
    .filter(({ fault }) => FAULTS[fault].class === of)
    .map(({ unavailableSeconds }) => unavailableSeconds.others);
  return seconds.length > 0 ? Math.max(...seconds) : undefined;
};

/** Faults that took longer than promised, and rolls that moved the leader more often. */
export const aboveLimit = ({ service, faults }: Result): readonly string[] =>
  proven(faults).flatMap(({ fault, at, unavailableSeconds: { others }, leaderMoves }) => {
    const limit = LIMITS[service][FAULTS[fault].class] ?? Number.POSITIVE_INFINITY;
    return [
      ...(others > limit ? [`${fault} at ${at}: ${others} s without an acknowledged write, ${limit} are promised`] : []),
      ...(fault.startsWith('roll') && leaderMoves > MOST_MOVES ? [`${fault} at ${at} moved the leader ${leaderMoves} times`] : []),
    ];
  });

/** Of a rolling update. */
const MOST_MOVES = 2;
