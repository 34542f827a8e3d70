import { aboveLimit } from './limits.js';
import type { Options } from './options.js';
import type { LaneVerdict, Result } from './results.js';

const verdictLine = (name: string, { acknowledged, indeterminate, lost, unexpected, duplicates, overlaps }: LaneVerdict): string =>
  `${name}: ${acknowledged} acknowledged, ${lost.count} lost, ${unexpected.count} unexpected, ${duplicates.count} duplicates, ` +
  `${overlaps.count} acknowledged by two leaders at once, ${indeterminate} indeterminate`;

/** What a campaign says at its end. */
export const summary = (result: Result): string => {
  const { verdict, unavailableSeconds, faults, minutes } = result;
  return [
    `${faults.length} faults in ${minutes} minutes`,
    ...Object.entries(verdict).map(([name, lane]) => verdictLine(name, lane)),
    'seconds without an acknowledged write, clients on other nodes (median, 90th percentile, worst):',
    ...Object.entries(unavailableSeconds).map(
      ([kind, { count, median, p90, worst }]) => `  ${kind.padEnd(18)} ${String(count).padStart(3)} ×  ${median}  ${p90}  ${worst}`,
    ),
    ...aboveLimit(result).map((sentence) => `ABOVE THE LIMIT: ${sentence}`),
  ].join('\n');
};

/** Of a campaign: fewer say too little. */
const LEAST_WRITES = 100_000;

/**
 * What must not be. A control run must lose writes: else the harness could not see a loss. A sample may share the machine
 * with others, and only says what took longer than promised.
 */
export const failures = (result: Result, { sample }: Pick<Options, 'sample'>): readonly string[] => {
  const { verdict, run, faults } = result;
  const broken = faults.flatMap(({ fault, at, problem }) => (problem ? [`${fault} at ${at}: ${problem}`] : []));
  if (run === 'control') {
    const lost = Object.values(verdict).reduce((sum, lane) => sum + lane.lost.count, 0);
    return lost > 0 ? broken : [...broken, 'the control lost nothing'];
  }
  const both = faults.filter(({ twoLeadersSeconds }) => twoLeadersSeconds > 0);
  const { durable } = verdict;
  if (!durable || durable.acknowledged === 0) return [...broken, 'no write was acknowledged'];
  return [
    ...broken,
    ...(sample ? [] : aboveLimit(result)),
    ...both.map(({ fault, at, twoLeadersSeconds }) => `${fault} at ${at}: two members accepted writes for ${twoLeadersSeconds} s`),
    ...(run === 'campaign' && !sample && durable.acknowledged < LEAST_WRITES
      ? [`${durable.acknowledged} acknowledged writes; a campaign has ${LEAST_WRITES}`]
      : []),
    ...(['lost', 'unexpected', 'duplicates', 'overlaps'] as const).flatMap((what) =>
      durable[what].count > 0 ? [`${durable[what].count} writes ${what}: ${durable[what].first.join(' ')}`] : [],
    ),
  ];
};
