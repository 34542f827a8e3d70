import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { cpuMillis, mebibytes, parseCpu, parseMebibytes } from '../../lib/core/quantities.js';

describe('quantities', () => {
  it.each([
    ['50m', 50],
    ['2', 2000],
    ['0.5', 500],
    ['1500m', 1500],
  ])('of CPU: %s is %d thousandths', (quantity, millis) => {
    expect(parseCpu(quantity)).toBe(millis);
  });

  it.each([
    ['128Mi', 128],
    ['2Gi', 2048],
    ['1Ti', 2 ** 20],
    ['512Ki', 0.5],
    ['1048576', 1],
    ['1M', 1e6 / 2 ** 20],
    ['1G', 1e9 / 2 ** 20],
  ])('of memory: %s is %d MiB', (quantity, mib) => {
    expect(parseMebibytes(quantity)).toBe(mib);
  });

  it('of props are read from their types', () => {
    expect([cpuMillis(Cpu.units(2)), cpuMillis(Cpu.millis(250))]).toEqual([2000, 250]);
    expect([mebibytes(Size.gibibytes(2)), mebibytes(Size.kibibytes(1536))]).toEqual([2048, 1]);
  });
});
