import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';

/** Thousandths of a core. */
export const cpuMillis = (cpu: Cpu): number => parseCpu(cpu.amount);

/** `50m` → 50, `2` → 2000. */
export const parseCpu = (quantity: string): number => (quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000);

export const mebibytes = (size: Size): number => size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });

const UNITS: Readonly<Record<string, number>> = {
  '': 2 ** -20,
  Ki: 2 ** -10,
  Mi: 1,
  Gi: 2 ** 10,
  Ti: 2 ** 20,
  k: 1e3 / 2 ** 20,
  M: 1e6 / 2 ** 20,
  G: 1e9 / 2 ** 20,
};

/** `128Mi` → 128, `2Gi` → 2048: a memory or storage quantity in MiB. */
export function parseMebibytes(quantity: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(amount) * (UNITS[unit] ?? Number.NaN);
}
