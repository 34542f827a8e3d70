import { describe, expect, it } from 'vitest';
import { golden, mayRestart, restarted, today, version, versions } from './data/sets.js';

describe('a release of this library', () => {
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
    expect([...today().keys()].sort()).toEqual(['cache.yaml', 'events-broker.yaml', 'events-controller.yaml', 'orders-db.yaml']);
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
