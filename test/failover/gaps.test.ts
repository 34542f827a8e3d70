import { describe, expect, it } from 'vitest';
import { acknowledgements, distribution, longestGap, unavailable } from './gaps.js';
import { parseWrites } from './journal.js';

describe('the longest gap', () => {
  const times = [0, 100, 5100, 5200, 5300];

  it('is the longest time between two acknowledgements', () => {
    expect(longestGap(times, { from: 50, to: 5300 })).toBe(5000);
  });

  it('counts as a whole where only a part of it is in the span', () => {
    expect(longestGap(times, { from: 5000, to: 5300 })).toBe(5000);
    expect(longestGap(times, { from: 50, to: 150 })).toBe(5000);
  });

  it('leaves out what is over before the span', () => {
    expect(longestGap(times, { from: 5150, to: 5300 })).toBe(100);
  });

  it('lasts until the end of the span where nothing comes any more', () => {
    expect(longestGap(times, { from: 5150, to: 9300 })).toBe(4000);
    expect(longestGap([], { from: 1000, to: 3000 })).toBe(2000);
  });
});

describe('unavailable seconds', () => {
  const writes = [
    ...parseWrites('durable.writer-a.m1', 'b 1 0\na 1 0 t\nb 2 2000\na 2 2000 t\n'),
    ...parseWrites('durable.writer-b.m1', 'b 1 0\na 1 0 t\n'),
    ...parseWrites('durable.writer-b.m2', 'b 1 9000\na 1 9000 t\n'),
  ];
  const clients = acknowledgements(writes);

  it('are those of the clients elsewhere, and apart from them those of the clients that the fault hit', () => {
    expect(unavailable(clients, { from: 100, to: 2000 }, new Set(['writer-b']))).toEqual({ others: 2, behind: 9 });
  });

  it('see a client that was started again as one', () => {
    expect(unavailable(clients, { from: 100, to: 2000 }, new Set())).toEqual({ others: 9, behind: null });
  });
});

describe('a distribution', () => {
  it('gives numbers that were measured', () => {
    expect(distribution([4, 1, 3, 2, 10])).toEqual({ count: 5, median: 3, p90: 10, worst: 10 });
  });
});
