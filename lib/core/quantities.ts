import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { EvenkeelError } from './problems.js';

/** Thousandths of a core. */
export const cpuMillis = (cpu: Cpu): number => parseCpu(cpu.amount);

export const mebibytes = (size: Size): number => size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });

/** `50m` → 50, `2` → 2000. @throws EvenkeelError for what is no quantity */
export const parseCpu = (quantity: string): number => parse(quantity, 1e-3);

/** `128Mi` → 128, `2Gi` → 2048: a memory or storage quantity in MiB. @throws EvenkeelError for what is no quantity */
export const parseMebibytes = (quantity: string): number => parse(quantity, 2 ** 20);

export const isQuantity = (quantity: string): boolean => QUANTITY.test(quantity);

/** What may be written, for sentences. */
export const QUANTITIES =
  'a number, alone or with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or an exponent: 500m, 1.5Gi, 1e3';

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;

const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function parse(quantity: string, unit: number): number {
  const [whole, amount = '', suffix = '', exponent = '0'] = QUANTITY.exec(quantity) ?? [];
  const factor = SUFFIXES[suffix];
  if (whole === undefined || factor === undefined) {
    throw new EvenkeelError([`"${quantity}" is no quantity; write ${QUANTITIES}`]);
  }
  return Number(`${amount}e${exponent}`) * (factor / unit);
}
