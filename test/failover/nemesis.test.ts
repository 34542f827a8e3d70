import { describe, expect, it } from 'vitest';
import { deck, faultNames } from './nemesis.js';
import { parseOptions, USAGE } from './options.js';
import { seeded } from './random.js';

describe('the order of faults', () => {
  it('has every kind as often as every other', () => {
    const names = faultNames('redis');
    const faults = deck(names, 5 * names.length, seeded(3));
    for (const name of names) expect(faults.filter((fault) => fault === name)).toHaveLength(5);
  });

  it('follows from the seed', () => {
    expect(deck(faultNames('redis'), 40, seeded(3))).toEqual(deck(faultNames('redis'), 40, seeded(3)));
    expect(deck(faultNames('redis'), 40, seeded(3))).not.toEqual(deck(faultNames('redis'), 40, seeded(4)));
  });

  it('draws its moments evenly from the range', () => {
    const random = seeded(1);
    const drawn = Array.from({ length: 1000 }, () => random.between(10, 20));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...drawn)).toBeLessThan(20);
    expect(drawn.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(15, 0);
  });
});

describe('the options', () => {
  it('are a campaign of sixty faults of every kind by default', () => {
    expect(parseOptions(['redis'])).toEqual({
      service: 'redis',
      faults: 60,
      kinds: faultNames('redis'),
      seed: 1,
      minutes: 120,
      run: 'campaign',
      sample: false,
      lock: undefined,
      keep: undefined,
    });
  });

  it('break what shows a loss where the safeguards are off', () => {
    expect(parseOptions(['postgres', '--control'])).toMatchObject({ run: 'control', kinds: ['partition', 'freeze-node', 'power-off'] });
  });

  it.each([
    ['--faults', '59'],
    ['--kinds', 'kill'],
  ])('make a sample of what is not a whole campaign: %j', (...args) => {
    expect(parseOptions(['redis', ...args])).toMatchObject({ run: 'campaign', sample: true });
  });

  it('may have some faults more often than others', () => {
    expect(parseOptions(['redis', '--kinds', [...faultNames('redis'), 'kill'].join(',')])).toMatchObject({ sample: false });
  });

  it('fill a disk in a campaign of its own', () => {
    expect(parseOptions(['kafka', '--full-disk'])).toMatchObject({ run: 'full-disk', kinds: ['full-disk'], faults: 3 });
    expect(parseOptions(['kafka', '--tls'])).toMatchObject({ run: 'tls', faults: 6, sample: false });
    expect(parseOptions(['redis', '--losses'])).toMatchObject({ run: 'losses', kinds: ['lose-volume', 'lose-majority'], faults: 6 });
    expect(parseOptions(['kafka', '--losses'])).toMatchObject({
      faults: 12,
      kinds: expect.arrayContaining(['lose-controller', 'lose-quorum']),
    });
    expect(parseOptions(['redis', '--valkey'])).toMatchObject({ run: 'valkey', faults: 6, sample: false });
    expect(faultNames('kafka')).not.toContain('full-disk');
    expect(faultNames('kafka')).not.toContain('renew');
  });

  it('break what only one service has', () => {
    expect(faultNames('postgres')).toContain('freeze-patroni');
    expect(faultNames('redis')).not.toContain('freeze-patroni');
  });

  it.each([[['mysql']], [['redis', '--kinds', 'kill,flood']], [['redis', '--faults', '0']], [['redis', '--help']], [[]]])(
    'tell how to use them: %j',
    (args) => {
      expect(() => parseOptions(args)).toThrow(USAGE);
    },
  );
});
