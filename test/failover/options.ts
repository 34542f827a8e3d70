import { parseArgs } from 'node:util';
import { FAULTS, type FaultName, faultNames, has } from './nemesis.js';
import type { ServiceName } from './services/service.js';

/**
 * Each has a flag, and results of its own. `control`: the safeguards are off, and losses wanted. `full-disk`: on volumes that are small, and lost with their pod. `tls`: with it,
 * and renewals. `losses`: of a volume, and of the majority. `valkey`: in the place of Redis.
 */
export const RUNS = ['control', 'full-disk', 'tls', 'losses', 'valkey'] as const;
export type Run = 'campaign' | (typeof RUNS)[number];

export interface Options {
  readonly service: ServiceName;
  readonly faults: number;
  readonly kinds: readonly FaultName[];
  readonly seed: number;
  /** No fault begins after so many minutes. */
  readonly minutes: number;
  readonly run: Run;
  /** Fewer faults than a run of its kind has, or not all that it has: its results are not the ones to commit. */
  readonly sample: boolean;
  /** A file that is locked during each fault, where another run uses the cluster: a node that is lost is lost for both. */
  readonly lock: string | undefined;
  /** A folder that the journals are copied to, and members' logs after a fault that took longer than promised. */
  readonly keep: string | undefined;
}

export const USAGE = `npm run failover -- postgres|redis|kafka [options]
  --faults N     how many (default 60)
  --kinds a,b    of ${Object.keys(FAULTS).join(', ')}; named twice, twice as often (default: those of the run)
  --seed N       the order of the faults and every random moment (default 1)
  --minutes N    no fault begins later (default 120)
  --control      the variant without safeguards, which must lose acknowledged writes
  --full-disk    fills the leader's volume, on small volumes of memory
  --tls          with TLS between all, and certificates that are renewed meanwhile
  --losses       of the leader's volume and of the majority; of Kafka's controllers, too
  --valkey       in the place of Redis
  --lock FILE    locked during each fault, where runs share the cluster
  --keep FOLDER  where the writers' journals are copied to, and members' logs after a fault that took longer than promised`;

/** A client on the wrong side of a cut shows a loss; a killed process alone shows none. */
const KINDS: Readonly<Record<(typeof RUNS)[number], readonly FaultName[]>> = {
  control: ['partition', 'freeze-node', 'power-off'],
  'full-disk': ['full-disk'],
  losses: ['lose-volume', 'lose-majority', 'lose-controller', 'lose-quorum'],
  tls: ['renew', 'kill', 'delete-pod', 'partition', 'power-off', 'kill-all'],
  valkey: ['kill', 'delete-pod', 'partition', 'power-off', 'drain', 'kill-all'],
};
const kindsOf = (service: ServiceName, run: Run) =>
  run === 'campaign' ? faultNames(service) : KINDS[run].filter((kind) => has(service, kind));
/** Of each kind. */
const TIMES: Readonly<Record<(typeof RUNS)[number], number>> = { control: 2, 'full-disk': 3, tls: 1, losses: 3, valkey: 1 };
const countOf = (service: ServiceName, run: Run) => (run === 'campaign' ? 60 : TIMES[run] * kindsOf(service, run).length);

const isService = (word: string | undefined): word is ServiceName => word === 'kafka' || word === 'postgres' || word === 'redis';
const isFault = (word: string): word is FaultName => Object.hasOwn(FAULTS, word);

/** @throws with the usage, where an option is not one */
export const parseOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parsed(args);
  const [service] = positionals;
  const run = RUNS.find((name) => values[name]) ?? 'campaign';
  if (!isService(service) || positionals.length !== 1) throw new Error(USAGE);
  const all = kindsOf(service, run);
  const words = values.kinds?.split(',') ?? all;
  const kinds = words.filter(isFault);
  if (kinds.length < words.length) throw new Error(USAGE);
  const faults = positive(values.faults, countOf(service, run));
  return {
    service,
    kinds,
    faults,
    seed: positive(values.seed, 1),
    minutes: positive(values.minutes, 120),
    run,
    sample: faults < countOf(service, run) || all.some((kind) => !kinds.includes(kind)),
    lock: values.lock,
    keep: values.keep,
  };
};

const parsed = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    faults: text,
    kinds: text,
    seed: text,
    minutes: text,
    lock: text,
    keep: text,
    control: flag,
    'full-disk': flag,
    tls: flag,
    losses: flag,
    valkey: flag,
  };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch {
    throw new Error(USAGE);
  }
};

const positive = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(USAGE);
  return number;
};
