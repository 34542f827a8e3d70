import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { cpuMillis, isQuantity, mebibytes, parseCpu, parseMebibytes } from '../../lib/core/quantities.js';
import { problemsOf } from '../support/apps.js';

describe('quantities', () => {
  it.each([
    ['50m', 50],
    ['2', 2000],
    ['0.5', 500],
    ['.5', 500],
    ['1.', 1000],
    ['1500m', 1500],
    ['1e-1', 100],
    ['250000u', 250],
    ['5000000n', 5],
    ['1k', 1e6],
  ])('of CPU: %s is %d thousandths', (quantity, millis) => {
    expect(parseCpu(quantity)).toBeCloseTo(millis, 9);
  });

  it.each([
    ['128Mi', 128],
    ['2Gi', 2048],
    ['1Ti', 2 ** 20],
    ['1Pi', 2 ** 30],
    ['1Ei', 2 ** 40],
    ['512Ki', 0.5],
    ['1048576', 1],
    ['1048576000m', 1],
    ['1e6', 1e6 / 2 ** 20],
    ['1E6', 1e6 / 2 ** 20],
    ['1k', 1e3 / 2 ** 20],
    ['1M', 1e6 / 2 ** 20],
    ['1G', 1e9 / 2 ** 20],
    ['1T', 1e12 / 2 ** 20],
    ['1P', 1e15 / 2 ** 20],
    ['1E', 1e18 / 2 ** 20],
  ])('of memory: %s is %d MiB', (quantity, mib) => {
    expect(parseMebibytes(quantity)).toBeCloseTo(mib, 9);
  });

  it.each(['', '64MB', '1,5', 'Mi', '1 Gi', '1K', '1e', '2e3m', '1.2.3', 'NaN', '0x10'])(
    'are not what Kubernetes refuses: %j',
    (quantity) => {
      expect(isQuantity(quantity)).toBe(false);
      expect(problemsOf(() => parseCpu(quantity))).toEqual([
        `"${quantity}" is no quantity; write a number, alone or with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or an exponent: 500m, 1.5Gi, 1e3`,
      ]);
      expect(problemsOf(() => parseMebibytes(quantity))).toHaveLength(1);
    },
  );

  it('of props are read from their types', () => {
    expect([cpuMillis(Cpu.units(2)), cpuMillis(Cpu.millis(250))]).toEqual([2000, 250]);
    expect([mebibytes(Size.gibibytes(2)), mebibytes(Size.kibibytes(1536))]).toEqual([2048, 1]);
  });
});
