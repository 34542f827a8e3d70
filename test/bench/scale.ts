/** Whole processes that write trees of services, beside stock cdk8s on the same tree: part of `npm run bench`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResult } from './results.js';
import { commit, inFolder, type Measured, measure, rounded, type Size, type Writer, writing } from './scale/measure.js';

const RUNS = 3;

/** Evenkeel compares with what is committed, as it does in a platform's repository; the others have nothing to compare. */
function run(writer: Writer, size: Size): Measured {
  return inFolder((folder) => {
    const program = writing(writer, size, folder);
    if (writer === 'evenkeel') {
      measure(program, 1);
      commit(folder);
    }
    return measure(program, RUNS);
  });
}

/** Of the objects' bytes, whatever their files are called. */
function bytes(writer: Writer, size: Size): { readonly objects: number; readonly digest: string } {
  return inFolder((folder) => {
    measure(writing(writer, size, folder), 1);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const hashes = files
      .filter(({ parentPath }) => !parentPath.includes('cluster-bench'))
      .map((file) =>
        createHash('sha256')
          .update(readFileSync(join(file.parentPath, file.name)))
          .digest('hex'),
      );
    return { objects: hashes.length, digest: createHash('sha256').update(hashes.sort().join()).digest('hex') };
  });
}

const rows: (Size & Measured & { readonly writer: Writer })[] = [];
function add(writer: Writer, size: Size): Measured {
  const measured = run(writer, size);
  rows.push({ writer, ...size, ...measured });
  console.log(
    `${writer.padEnd(8)} ${String(size.services).padStart(5)} services in ${String(size.charts).padStart(3)} charts  ${measured.seconds} s  ${measured.megabytes} MB`,
  );
  return measured;
}

const thousand = { services: 1000, charts: 50 };
const inOneChart = { services: 1000, charts: 1 };
const same = [bytes('evenkeel', thousand), bytes('stock', thousand)];
if (same[0]?.digest !== same[1]?.digest) throw new Error(`evenkeel and app.synth() wrote different bytes: ${JSON.stringify(same)}`);

const hundred = add('evenkeel', { services: 100, charts: 5 });
const ours = add('evenkeel', thousand);
const five = add('evenkeel', { services: 5000, charts: 250 });
const oursInOne = add('evenkeel', inOneChart);
add('stock', { services: 100, charts: 5 });
const stock = add('stock', thousand);
const stockInOne = add('stock', inOneChart);
add('plus', { services: 100, charts: 5 });
add('plus', thousand);

/** Of one service more, without what a process costs before its first. */
const secondsEach = (smaller: Measured, larger: Measured, more: number) => (larger.seconds - smaller.seconds) / more;

writeResult('scale', {
  runs: RUNS,
  objects: same[0]?.objects,
  rows,
  ratioToStock: rounded(ours.seconds / stock.seconds),
  ratioToStockInOneChart: rounded(oursInOne.seconds / stockInOne.seconds),
  growthPerObject: rounded(five.seconds / 5 / ours.seconds),
  marginalGrowth: rounded(secondsEach(ours, five, 4000) / secondsEach(hundred, ours, 900)),
});
