import { result, table } from './results.js';

const WRITERS = {
  evenkeel: '`evenkeel synth`, checks included',
  stock: "cdk8s' `app.synth()`, the same tree and bytes, no checks",
  plus: 'cdk8s-plus-28, as many services, 9 objects each',
} as const;

export function synthesis(): string {
  const { min, median, max } = result('synth').seconds;
  const { objects, rows, ratioToStock, ratioToStockInOneChart, growthPerObject } = result('scale');
  const { services, seconds, named } = result('impact');
  return `## Synthesis

Whole processes. \`npm run synth\` of this repository, all environments: ${median} s (median of 10; ${min} to ${max} s).
\`npm run impact\` of one changed image among ${services.toLocaleString('en')} services: ${seconds} s, and it names ${named.join(', ')} alone.

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

A thousand services are ${objects.toLocaleString('en')} objects. Evenkeel takes ${ratioToStock} of the time of \`app.synth()\` in 50 charts, ${ratioToStockInOneChart} in one chart. The time
for an object among 5,000 services is ${growthPerObject} of that among 1,000.`;
}
