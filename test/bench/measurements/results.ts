import { readdirSync, readFileSync } from 'node:fs';

interface Machine {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly kubernetes?: string;
}
export interface Load {
  readonly sent: number;
  readonly failed: number;
}
export interface Writing {
  readonly writer: 'evenkeel' | 'stock' | 'plus';
  readonly services: number;
  readonly charts: number;
  readonly seconds: number;
  readonly megabytes: number;
}
export interface PowerOff {
  readonly endpoints: { readonly on: number; readonly of: number };
  readonly failedDuring: number;
  readonly bound: number;
  readonly sentAfter: number;
  readonly failedAfter: number;
  readonly secondsToFullReplicas: number;
  readonly rolloutOnTwoNodes?: number;
}

/** Each file's `result`, as the test or script of its name writes it. */
export interface Results {
  readonly synth: { readonly seconds: { readonly min: number; readonly median: number; readonly max: number } };
  readonly scale: {
    readonly runs: number;
    readonly objects: number;
    readonly rows: readonly Writing[];
    readonly ratioToStock: number;
    readonly ratioToStockInOneChart: number;
    readonly growthPerObject: number;
    readonly marginalGrowth: number;
  };
  readonly impact: { readonly services: number; readonly seconds: number; readonly named: readonly string[] };
  readonly 'second-up': { readonly seconds: readonly number[] };
  readonly 'up-from-nothing': { readonly seconds: number; readonly resources: number };
  readonly 'shop-from-nothing': { readonly resources: number; readonly seconds: number; readonly memoryMebibytes: number };
  readonly backup: { readonly seconds: Readonly<Record<'backup' | 'drill' | 'copy', number>> };
  readonly 'rolling-update': { readonly rate: number; readonly runs: readonly Load[] };
  readonly 'rolling-update-control': { readonly careful: Load; readonly run: Load };
  readonly drain: { readonly nodes: readonly (Load & { readonly node: string; readonly evicted: number })[] };
  readonly 'power-off-node1': PowerOff;
  readonly 'power-off-node2': PowerOff;
  readonly 'power-off-node3': PowerOff;
  readonly 'power-off-ports-reused': Pick<PowerOff, 'failedDuring' | 'failedAfter' | 'sentAfter'>;
  readonly hpa: {
    readonly from: number;
    readonly to: number;
    readonly secondsUp: number;
    readonly secondsDown: number;
    readonly up: Load;
    readonly down: Load;
  };
  readonly keda: { readonly seconds: Readonly<Record<string, number>> };
  readonly 'keda-cron': { readonly seconds: { readonly toStart: number; readonly toEnd: number } };
  readonly canary: { readonly weight: number; readonly share: number; readonly split: Load; readonly changes: readonly Load[] };
  readonly 'blue-green': { readonly results: readonly Load[] };
  readonly survival: {
    readonly faults: { readonly drains: number; readonly powerOffs: number; readonly zones: number };
    readonly agree: string;
  };
}

const files = ['../results/', '../../e2e/results/'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url)).map((file) => new URL(folder + file, import.meta.url)),
);
const all = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as { name: string; machine: Machine; result: unknown });

export function result<Name extends keyof Results>(name: Name): Results[Name] {
  const found = all.find((file) => file.name === name);
  if (!found) throw new Error(`there is no result "${name}"; run npm run bench and npm run e2e`);
  return found.result as Results[Name];
}

export const has = (name: keyof Results): boolean => all.some((file) => file.name === name);

/** All results of a page come from one kind of machine. */
export const machine: Machine = Object.assign({}, ...all.map((file) => file.machine)) as Machine;

export { table } from './table.js';
