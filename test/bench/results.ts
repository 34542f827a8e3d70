import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

const FOLDER = new URL('./results/', import.meta.url);

/** What measured it. */
export const machine = () => ({
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  date: new Date().toISOString(),
});

/** Writes `test/bench/results/<name>.json`. */
export function writeResult(name: string, result: object): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify({ name, machine: machine(), result }, undefined, 2)}\n`);
}
