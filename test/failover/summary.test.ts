import { describe, expect, it } from 'vitest';
import { page } from './page.text.js';
import type { LaneVerdict, Result } from './results.js';
import { failures, summary } from './summary.js';

const none = { count: 0, first: [] };
const lane = (change: Partial<LaneVerdict> = {}): LaneVerdict => ({
  acknowledged: 100_000,
  indeterminate: 2,
  refused: 0,
  present: 100_000,
  lost: none,
  unexpected: none,
  duplicates: none,
  overlaps: none,
  ...change,
});
const result = (change: Partial<Result> = {}): Result => ({
  service: 'redis',
  run: 'campaign',
  seed: 1,
  minutes: 1,
  deploySeconds: 60,
  clients: 3,
  verdict: { durable: lane() },
  unavailableSeconds: { kill: { count: 1, median: 6.9, p90: 6.9, worst: 6.9 }, all: { count: 1, median: 6.9, p90: 6.9, worst: 6.9 } },
  behindSeconds: {},
  faults: [
    {
      fault: 'kill',
      at: '2025-01-01T00:00:00.000Z',
      leader: 'cache-0',
      node: 'node1',
      leaderAfter: 'cache-1',
      healedAfterSeconds: 0.3,
      wholeAfterSeconds: 9,
      unavailableSeconds: { others: 6.9, behind: null },
      leaderMoves: 1,
      twoLeadersSeconds: 0,
    },
  ],
  timeline: { from: '2025-01-01T00:00:00.000Z', bucketSeconds: 1, writesPerSecond: [] },
  ...change,
});
const WHOLE = { sample: false };
const LOST = { count: 1, first: ['durable.writer-a.m1:7'] };

describe('a campaign', () => {
  it('has nothing to complain about where every write is there', () => {
    expect(failures(result(), WHOLE)).toEqual([]);
  });

  it('fails with what was lost', () => {
    expect(failures(result({ verdict: { durable: lane({ lost: LOST }) } }), WHOLE)).toEqual(['1 writes lost: durable.writer-a.m1:7']);
  });

  it('does not fail by what plain writes lose, which is stated', () => {
    const verdict = { durable: lane(), plain: lane({ lost: LOST }) };
    expect(failures(result({ verdict }), WHOLE)).toEqual([]);
    expect(summary(result({ verdict }))).toContain('plain: 100000 acknowledged, 1 lost');
  });

  it('fails where a fault did not happen', () => {
    const faults = result().faults.map((fault) => ({ ...fault, problem: 'no such process' }));
    expect(failures(result({ faults }), WHOLE)).toEqual(['kill at 2025-01-01T00:00:00.000Z: no such process']);
  });

  it('fails where clients waited for longer than promised, unless it is a sample', () => {
    const faults = result().faults.map((fault) => ({ ...fault, unavailableSeconds: { others: 10.1, behind: null } }));
    expect(failures(result({ faults }), WHOLE)).toEqual([
      'kill at 2025-01-01T00:00:00.000Z: 10.1 s without an acknowledged write, 10 are promised',
    ]);
    expect(failures(result({ faults }), { sample: true })).toEqual([]);
  });

  it('fails where two members accepted writes', () => {
    const faults = result().faults.map((fault) => ({ ...fault, twoLeadersSeconds: 0.5 }));
    const wrong = ['kill at 2025-01-01T00:00:00.000Z: two members accepted writes for 0.5 s'];
    expect(failures(result({ faults }), WHOLE)).toEqual(wrong);
    expect(failures(result({ faults }), { sample: true })).toEqual(wrong);
  });

  it('has 100,000 writes, unless it is a sample', () => {
    const few = result({ verdict: { durable: lane({ acknowledged: 99_999 }) } });
    expect(failures(few, WHOLE)).toEqual(['99999 acknowledged writes; a campaign has 100000']);
    expect(failures(few, { sample: true })).toEqual([]);
  });

  it('fails where nothing was acknowledged at all', () => {
    expect(failures(result({ verdict: { durable: lane({ acknowledged: 0 }) } }), WHOLE)).toEqual(['no write was acknowledged']);
  });
});

describe('a control', () => {
  it('must lose', () => {
    expect(failures(result({ run: 'control', verdict: { plain: lane() } }), WHOLE)).toEqual(['the control lost nothing']);
    expect(failures(result({ run: 'control', verdict: { plain: lane({ lost: LOST }) } }), WHOLE)).toEqual([]);
  });
});

describe('the page', () => {
  const NOTHING = { campaign: [], control: [], 'full-disk': [], losses: [], tls: [], valkey: [] };
  const PODS = { postgres: 'a', redis: 'b', kafka: 'c' };
  const IMAGES = [['`docker.io/library/redis:8.2.3`', 'Redis 8.0']];
  const machine = { cores: 2, memoryGiB: 8, node: 'v20.0.0', date: '2025-01-01T00:00:00.000Z' };

  it('sets the worst case beside the limit', () => {
    expect(page({ ...NOTHING, campaign: [{ machine, result: result() }] }, PODS, IMAGES)).toContain(
      "| the leader's process killed | 6.9 | 10 |",
    );
  });

  it('says of each result whether the data pods are still those that were measured', () => {
    const of = (pods?: string) => page({ ...NOTHING, campaign: [{ machine, result: result(), ...(pods ? { pods } : {}) }] }, PODS, IMAGES);
    expect(of('b')).toContain('| Redis | campaign | 2025-01-01 | settings and scripts: as they are now |');
    expect(of('a')).toContain('| Redis | campaign | 2025-01-01 | of an earlier version |');
    expect(of()).toContain('| Redis | campaign | 2025-01-01 | of an earlier version |');
  });

  it('says of each default image what was there in its place', () => {
    expect(page(NOTHING, PODS, IMAGES)).toContain('| `docker.io/library/redis:8.2.3` | Redis 8.0 |');
  });

  it('says what the control lost', () => {
    const control = result({ run: 'control', verdict: { plain: lane({ lost: LOST }) } });
    expect(page({ ...NOTHING, control: [{ machine, result: control }] }, PODS, IMAGES)).toContain('| Redis | 1 | 1 of 100,000 |');
  });

  it('says what a full disk cost', () => {
    const faults = result().faults.map((fault) => ({ ...fault, fault: 'full-disk' as const }));
    const full = result({ run: 'full-disk', faults });
    expect(page({ ...NOTHING, 'full-disk': [{ machine, result: full }] }, PODS, IMAGES)).toContain('| Redis | 1 | 0 of 100,000 | 6.9 |');
  });

  it('says what TLS and its renewals cost', () => {
    const faults = result().faults.map((fault) => ({ ...fault, fault: 'renew' as const }));
    const one = { count: 1, median: 0.4, p90: 0.4, worst: 0.4 };
    const encrypted = result({ run: 'tls', faults, unavailableSeconds: { renew: one } });
    const text = page({ ...NOTHING, tls: [{ machine, result: encrypted }] }, PODS, IMAGES);
    expect(text).toContain('### Redis, with TLS');
    expect(text).toContain("| renew the members' certificate | 1 | 0.4 | 0.4 | 0.4 |  |  |");
  });

  it('says what Valkey made of it', () => {
    const one = { count: 2, median: 1, p90: 2, worst: 2 };
    const valkey = result({ run: 'valkey', unavailableSeconds: { kill: one } });
    expect(page({ ...NOTHING, valkey: [{ machine, result: valkey }] }, PODS, IMAGES)).toContain(
      "| kill the leader's process | 2 | 1.0 | 2.0 | 2.0 |",
    );
  });

  it('says what became of a lost volume', () => {
    const one = { count: 3, median: 20, p90: 21, worst: 21 };
    const losses = result({ run: 'losses', unavailableSeconds: { 'lose-volume': one, all: one } });
    expect(page({ ...NOTHING, losses: [{ machine, result: losses }] }, PODS, IMAGES)).toContain(
      "| Redis | lose the leader's volume | 3 | 0 of 100,000 | 21.0 |",
    );
  });
});
