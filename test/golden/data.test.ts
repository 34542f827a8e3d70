import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/files.js';
import { golden, mayRestart, restarted, today, version, versions } from './data/sets.js';

/** Of each released version, what its golden data must remain. */
const RELEASED = { '0.1.0': '0a4d93d765e4b64f', '0.1.1': '0a4d93d765e4b64f' };

const fingerprint = (of: string) =>
  createHash('sha256')
    .update(JSON.stringify([...golden(of)].sort()))
    .digest('hex')
    .slice(0, 16);

describe('a release of this library', () => {
  it('keeps the golden data of those before it: they are what is deployed somewhere', () => {
    expect(Object.fromEntries(versions().map((of) => [of, fingerprint(of)]))).toEqual({ ...RELEASED, [version()]: fingerprint(version()) });
  });

  it('is in the changelog with its date, but for the one that is being made', () => {
    const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
    for (const of of Object.keys(RELEASED)) expect(changelog).toMatch(new RegExp(`^## \\[${of}\\] - \\d{4}-\\d\\d-\\d\\d$`, 'm'));
    expect(changelog).toContain(`## [${version()}] - unreleased`);
  });

  it('has golden data of its data pods: after a change, npm run golden, and review what would restart', () => {
    expect(versions().at(-1)).toBe(version());
    expect(Object.fromEntries(today())).toEqual(Object.fromEntries(golden(version())));
  });

  it('restarts no data pod whose settings have not changed, unless it is a major one', () => {
    const pairs = versions().flatMap((before, at, all) => all.slice(at + 1, at + 2).map((after) => ({ before, after })));
    for (const { before, after } of pairs.filter((pair) => !mayRestart(pair.before, pair.after))) {
      expect({ before, after, restarted: restarted(golden(before), golden(after)) }).toEqual({ before, after, restarted: [] });
    }
  });

  it('tells every kind of data pod, so that none is forgotten', () => {
    const byDefault = ['cache.yaml', 'events-broker.yaml', 'events-controller.yaml', 'orders-db.yaml'];
    const withSettings = ['clicks-broker.yaml', 'clicks-controller.yaml', 'ledger-db.yaml', 'scores.yaml', 'sessions.yaml'];
    expect([...today().keys()].sort()).toEqual([...byDefault, ...withSettings].sort());
  });

  it('is compared field by field: a label, an argument, a size', () => {
    const before = today();
    const after = new Map(
      [...before].map(([file, yaml]) => [file, file === 'cache.yaml' ? yaml.replace('Parallel', 'OrderedReady') : yaml]),
    );
    expect(restarted(before, after)).toEqual(['cache.yaml']);
    expect(restarted(before, before)).toEqual([]);
    expect(restarted(before, new Map())).toHaveLength(before.size);
  });

  it.each<[string, string, boolean]>([
    ['0.1.0', '0.1.1', false],
    ['0.1.0', '0.2.0', true],
    ['1.2.0', '1.3.0', false],
    ['1.2.0', '2.0.0', true],
  ])('may restart data pods from %s to %s: %s', (before, after, may) => {
    expect(mayRestart(before, after)).toBe(may);
  });
});
