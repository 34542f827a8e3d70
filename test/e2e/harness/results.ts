import { mkdir, writeFile } from 'node:fs/promises';
import { machine } from '../../bench/results.js';
import { kubectl } from './kubectl.js';

const FOLDER = new URL('../results/', import.meta.url);

const kubernetes = async (): Promise<string> => {
  const { serverVersion } = JSON.parse(await kubectl('version', '-o', 'json')) as { serverVersion: { gitVersion: string } };
  return serverVersion.gitVersion;
};

/** Writes `test/e2e/results/<name>.json`: the value, its keys as given, after the facts of the machine that measured it. */
export const writeResult = async (name: string, value: object): Promise<void> => {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(
    new URL(`${name}.json`, FOLDER),
    `${JSON.stringify({ name, machine: { ...machine(), kubernetes: await kubernetes() }, result: value }, undefined, 2)}\n`,
  );
};
