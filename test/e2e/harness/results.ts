import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { kubectl } from './kubectl.js';

const FOLDER = new URL('../results/', import.meta.url);

const machine = async (): Promise<object> => {
  const { serverVersion } = JSON.parse(await kubectl('version', '-o', 'json')) as { serverVersion: { gitVersion: string } };
  return {
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    kubernetes: serverVersion.gitVersion,
    date: new Date().toISOString(),
  };
};

/** Writes `test/e2e/results/<name>.json`: the value, its keys as given, after the facts of the machine that measured it. */
export const writeResult = async (name: string, value: object): Promise<void> => {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${name}.json`, FOLDER), `${JSON.stringify({ name, machine: await machine(), result: value }, undefined, 2)}\n`);
};
