import { describe, expect, it } from 'vitest';
import { parseWrites } from './journal.js';
import { buckets, picture } from './picture.js';
import type { Result } from './results.js';

const writes = parseWrites('durable.writer-a.m1', 'b 1 0\na 1 100 t\nb 2 0\na 2 200 t\nb 3 0\nr 3 300 no\nb 4 0\na 4 2100 t\n');

describe('writes per second', () => {
  it('count acknowledged ones by the second in which they were', () => {
    expect(buckets(writes, { from: 0, to: 3000 })).toEqual({
      bucketSeconds: 1,
      writesPerSecond: [
        [2, 2],
        [0, 0],
        [1, 1],
      ],
    });
  });

  it('keep the worst second of a bucket where a campaign is longer than the picture is wide', () => {
    const { bucketSeconds, writesPerSecond } = buckets(writes, { from: 0, to: 2_400_000 });
    expect(bucketSeconds).toBe(2);
    expect(writesPerSecond.slice(0, 2)).toEqual([
      [1, 0],
      [0.5, 0],
    ]);
  });
});

describe('the picture', () => {
  const result: Result = {
    service: 'redis',
    run: 'campaign',
    seed: 1,
    minutes: 1,
    deploySeconds: 1,
    clients: 1,
    verdict: {},
    unavailableSeconds: {},
    behindSeconds: {},
    faults: [
      {
        fault: 'kill',
        at: '1970-01-01T00:00:01.000Z',
        leader: 'cache-0',
        node: 'node1',
        leaderAfter: 'cache-1',
        healedAfterSeconds: 0,
        wholeAfterSeconds: 1,
        unavailableSeconds: { others: 1.9, behind: null },
        leaderMoves: 1,
        twoLeadersSeconds: 0,
      },
    ],
    timeline: { from: '1970-01-01T00:00:00.000Z', ...buckets(writes, { from: 0, to: 3000 }) },
  };

  it('marks each fault where it began, with what it cost', () => {
    expect(picture(result)).toContain('<title>kill at 0:01: 1.9 s without writes, whole after 1 s</title>');
  });

  it('is the same for the same result', () => {
    expect(picture(result)).toBe(picture(result));
  });
});
