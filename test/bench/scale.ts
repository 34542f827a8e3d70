/** Whole processes that write trees of services, beside stock cdk8s on the same tree: part of `npm run bench`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResult } from './results.js';
import { inFolder, type Measured, measure, rounded, type Size, sizeVariables, WRITERS } from './scale/measure.js';

type Writer = keyof typeof WRITERS;

const run = (writer: Writer, size: Size, runs: number) => inFolder((folder) => measure(WRITERS[writer](folder), sizeVariables(size), runs));

/** Of the objects' bytes, whatever their files are called. */
function bytes(writer: Writer, size: Size): { readonly objects: number; readonly digest: string } {
  return inFolder((folder) => {
    measure(WRITERS[writer](folder), sizeVariables(size), 1);
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
function add(writer: Writer, size: Size, runs: number): Measured {
  const measured = run(writer, size, runs);
  rows.push({ writer, ...size, ...measured });
  console.log(
    `${writer.padEnd(8)} ${String(size.services).padStart(5)} services in ${String(size.charts).padStart(3)} charts  ${measured.seconds} s  ${measured.megabytes} MB`,
  );
  return measured;
}

const thousand = { services: 1000, charts: 50 };
const same = [bytes('evenkeel', thousand), bytes('stock', thousand)];
if (same[0]?.digest !== same[1]?.digest) throw new Error(`evenkeel and app.synth() wrote different bytes: ${JSON.stringify(same)}`);

add('evenkeel', { services: 100, charts: 5 }, 5);
const ours = add('evenkeel', thousand, 5);
const five = add('evenkeel', { services: 5000, charts: 250 }, 3);
const oursInOne = add('evenkeel', { services: 1000, charts: 1 }, 3);
add('stock', { services: 100, charts: 5 }, 3);
const stock = add('stock', thousand, 1);
const stockInOne = add('stock', { services: 1000, charts: 1 }, 1);
add('plus', { services: 100, charts: 5 }, 3);
add('plus', thousand, 1);

writeResult('scale', {
  objects: same[0]?.objects,
  rows,
  ratioToStock: rounded(ours.seconds / stock.seconds),
  ratioToStockInOneChart: rounded(oursInOne.seconds / stockInOne.seconds),
  growthPerObject: rounded(five.seconds / 5 / ours.seconds),
});
