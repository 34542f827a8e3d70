import { result, table, type Writing } from './results.js';

const WRITERS = {
  evenkeel: '`evenkeel synth`, checks included',
  stock: "cdk8s' `app.synth()`, the same tree and bytes, no checks",
  plus: 'cdk8s-plus-28, as many services, 9 objects each',
} as const;

/** Of `app.synth()`'s time for the same tree. */
const RATIO = 1 / 6;

export function synthesis(): string {
  const { min, median, max } = result('synth').seconds;
  const { runs, objects, rows } = result('scale');
  const { services, seconds, named } = result('impact');
  return `## Synthesis

Whole processes. \`npm run synth\` of this repository, all environments: ${median} s (median of 10; ${min} to ${max} s).
\`npm run impact\` of one changed image among ${services.toLocaleString('en')} services: ${seconds} s, and it names ${named.join(', ')} alone.

A thousand services are ${objects.toLocaleString('en')} objects. Every run writes into a folder of its own, in memory; the seconds are the median of ${runs} runs, the memory is
the most of them. Evenkeel's tree is committed beside, so that the check of immutable fields has what it compares with.

${table(
  ['services', 'charts', 'written by', 'seconds', 'most memory'],
  rows.map((row) => [
    row.services.toLocaleString('en'),
    String(row.charts),
    WRITERS[row.writer],
    row.seconds.toFixed(1),
    `${row.megabytes} MB`,
  ]),
)}

${targets()}`;
}

/** What was aimed at beside what was reached. */
function targets(): string {
  const { ratioToStock, ratioToStockInOneChart, growthPerObject, marginalGrowth } = result('scale');
  const { seconds, megabytes } = thousand('evenkeel', 50);
  const row = (what: string, target: string, figure: string, isReached: boolean) => [what, target, figure, isReached ? 'yes' : 'no'];
  const cells = [
    row('1,000 services, time beside `app.synth()`', '≤ 1/6', String(ratioToStock), ratioToStock <= RATIO),
    row('the same in one chart', '≤ 1', String(ratioToStockInOneChart), ratioToStockInOneChart <= 1),
    row('1,000 services, time', '≤ 4 s', `${seconds.toFixed(1)} s`, seconds <= 4),
    row('1,000 services, memory', '≤ 600 MB', `${megabytes} MB`, megabytes <= 600),
    row('time of an object among 5,000 services beside 1,000', '≤ 1.15', String(growthPerObject), growthPerObject <= 1.15),
    row('time of one service more, likewise', '≤ 1.15', String(marginalGrowth), marginalGrowth <= 1.15),
  ];
  return `${table(['what', 'target', 'measured', 'reached'], cells)}

The last line leaves out what a process costs before its first service: (t5000 - t1000) / 4000 over (t1000 - t100) / 900.${
    ratioToStock <= RATIO ? '' : `\n\n${whyNot()}`
  }`;
}

const whyNot =
  () => `A sixth of \`app.synth()\` is not reached: this version of cdk8s is no longer far from linear at this size (50 charts take it
${thousand('stock', 50).seconds.toFixed(1)} s, the same services in one ${thousand('stock', 1).seconds.toFixed(1)} s). Half of its time is YAML, which Evenkeel lays out by itself; the rest (imports, building the
tree, rendering each object, writing 11,000 files) is common to both.`;

function thousand(writer: Writing['writer'], charts: number): Writing {
  const found = result('scale').rows.find((row) => row.writer === writer && row.services === 1000 && row.charts === charts);
  if (!found) throw new Error(`the result "scale" has no 1,000 services in ${charts} charts by ${writer}; run npm run bench`);
  return found;
}
