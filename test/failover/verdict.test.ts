import { describe, expect, it } from 'vitest';
import { parseSightings, parseWrites, type Write } from './journal.js';
import { judge, reigns, twoLeadersMillis } from './verdict.js';

const LANE = 'durable.writer-a.m1';
const write = (seq: number, outcome: Write['outcome'], change: Partial<Write> = {}): Write => ({
  lane: LANE,
  seq,
  began: 1000 * seq,
  ended: 1000 * seq + 10,
  outcome,
  term: outcome === 'acknowledged' ? 'one' : undefined,
  ...change,
});
const there = (...seqs: number[]) => seqs.map((seq) => ({ lane: LANE, seq }));

describe('the verdict', () => {
  it('finds nothing where every acknowledged write is there once', () => {
    expect(judge([write(1, 'acknowledged'), write(2, 'acknowledged')], there(1, 2))).toEqual({
      acknowledged: 2,
      indeterminate: 0,
      refused: 0,
      present: 2,
      lost: [],
      unexpected: [],
      duplicates: [],
      overlaps: [],
    });
  });

  it('calls a write lost that was acknowledged and is not there', () => {
    expect(judge([write(1, 'acknowledged'), write(2, 'acknowledged')], there(1)).lost).toEqual([`${LANE}:2`]);
  });

  it('never counts an indeterminate write as acknowledged, and takes it either way', () => {
    const writes = [write(1, 'indeterminate'), write(2, 'indeterminate')];
    expect(judge(writes, there(1))).toMatchObject({ acknowledged: 0, indeterminate: 2, lost: [], unexpected: [] });
  });

  it('finds a refused write that is there unexpected, and one that nobody wrote', () => {
    expect(judge([write(1, 'refused')], there(1, 9)).unexpected).toEqual([`${LANE}:1`, `${LANE}:9`]);
  });

  it('cannot say that of what a writer may have sent last, where it died before it could note it', () => {
    const writes = [write(1, 'acknowledged'), write(2, 'refused'), write(3, 'acknowledged')];
    expect(judge(writes, there(1, 2, 3, 4), new Set([LANE])).unexpected).toEqual([`${LANE}:2`]);
  });

  it('counts a write that is there twice', () => {
    expect(judge([write(1, 'acknowledged')], there(1, 1))).toMatchObject({ present: 1, duplicates: [`${LANE}:1`] });
  });

  it('tells the same number of two lanes apart', () => {
    const other = { lane: 'durable.writer-b.m1', seq: 1 };
    expect(judge([write(1, 'acknowledged')], [other])).toMatchObject({ lost: [`${LANE}:1`], unexpected: ['durable.writer-b.m1:1'] });
  });
});

describe('reigns', () => {
  const writes = [write(1, 'acknowledged'), write(2, 'acknowledged', { term: 'two' }), write(3, 'acknowledged', { term: 'two' })];

  it('begin with their first acknowledged write', () => {
    expect(reigns(writes)).toEqual([
      { term: 'one', from: 1010 },
      { term: 'two', from: 2010 },
    ]);
  });

  it('overlap where the old one acknowledges a write that began after the new one had', () => {
    expect(judge([...writes, write(4, 'acknowledged')], there(1, 2, 3, 4)).overlaps).toEqual([`${LANE}:4`]);
  });

  it('overlap where two writes were put in one place', () => {
    const both = [write(1, 'acknowledged', { place: '0:7' }), write(2, 'acknowledged', { place: '0:7' })];
    expect(judge(both, there(1, 2)).overlaps).toEqual([`${LANE}:2`]);
  });

  it('do not overlap by an answer that comes late to a client that stood still', () => {
    const late = write(4, 'acknowledged', { began: 1500, ended: 9000 });
    expect(judge([...writes, late], there(1, 2, 3, 4)).overlaps).toEqual([]);
  });
});

describe('two members that accept plain writes', () => {
  const seen = (lines: string) => parseSightings('witness.writer-a.m1', lines);

  it('are seen by the time that the old one goes on after the new one began', () => {
    const lines = 'w a:1 0 10 leader one true\nw b:1 500 510 leader two true\nw a:1 1500 1510 leader one true\n';
    expect(twoLeadersMillis(seen(lines))).toBe(990);
  });

  it('are none where the old one leads but refuses', () => {
    const lines = 'w a:1 0 10 leader one true\nw b:1 500 510 leader two true\nw a:1 1500 1510 leader one false\n';
    expect(twoLeadersMillis(seen(lines))).toBe(0);
  });
});

describe('a journal', () => {
  it('gives each write its outcome, and none to one whose writer died', () => {
    const writes = parseWrites(LANE, 'b 1 100\na 1 110 one\nb 2 120\nr 2 130 READONLY\nb 3 140\n');
    expect(writes.map(({ outcome, ended, term }) => [outcome, ended, term])).toEqual([
      ['acknowledged', 110, 'one'],
      ['refused', 130, undefined],
      ['indeterminate', undefined, undefined],
    ]);
  });

  it('leaves out a last line that was cut off', () => {
    expect(parseWrites(LANE, 'b 1 100\na 1 11')).toMatchObject([{ outcome: 'indeterminate' }]);
  });
});
