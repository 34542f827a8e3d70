import { describe, expect, it } from 'vitest';
import { diff, formatPath } from '../../lib/review/diff.js';

/** `path: before → after` of every change. */
const changes = (before: unknown, after: unknown) =>
  diff(before, after).map((change) => `${formatPath(change.path)}: ${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`);

describe('the difference between two objects', () => {
  it('is nothing between equal ones, whatever the order of their fields', () => {
    expect(diff({ a: 1, b: { c: [1, { d: 2 }] } }, { b: { c: [1, { d: 2 }] }, a: 1 })).toEqual([]);
  });

  it('names each field that differs, with both values', () => {
    expect(changes({ spec: { replicas: 2, paused: true } }, { spec: { replicas: 3, paused: true } })).toEqual(['spec.replicas: 2 → 3']);
  });

  it('is one change for what only one has, however deep', () => {
    expect(changes({ spec: {} }, { spec: { strategy: { type: 'Recreate' } } })).toEqual(['spec.strategy: undefined → {"type":"Recreate"}']);
    expect(changes({ spec: { a: { b: 1 } } }, { spec: {} })).toEqual(['spec.a: {"b":1} → undefined']);
  });

  it('tells a list from a map, and a value from a list', () => {
    expect(changes({ a: [] }, { a: {} })).toEqual(['a: [] → {}']);
    expect(changes({ a: [1] }, { a: 1 })).toEqual(['a: [1] → 1']);
  });

  it('matches items of a list by name, so that an insertion changes no other item', () => {
    const before = { env: [{ name: 'B', value: '1' }] };
    const after = {
      env: [
        { name: 'A', value: '0' },
        { name: 'B', value: '2' },
      ],
    };
    expect(changes(before, after)).toEqual(['env[B].value: "1" → "2"', 'env[A]: undefined → {"name":"A","value":"0"}']);
  });

  it('matches items that share names by their mount path, and constraints by their topology', () => {
    const mounts = (path: string) => ({ volumeMounts: ['/a', path].map((mountPath) => ({ name: 'data', mountPath })) });
    expect(changes(mounts('/b'), mounts('/c'))).toEqual([
      'volumeMounts[/b]: {"name":"data","mountPath":"/b"} → undefined',
      'volumeMounts[/c]: undefined → {"name":"data","mountPath":"/c"}',
    ]);
    const spread = (maxSkew: number) => ({ constraints: [{ topologyKey: 'kubernetes.io/hostname', maxSkew }] });
    expect(changes(spread(1), spread(2))).toEqual(['constraints[kubernetes.io/hostname].maxSkew: 1 → 2']);
  });

  it('compares items without a name by their place where there are as many, else the lists', () => {
    expect(changes({ args: ['a', 'b'] }, { args: ['a', 'c'] })).toEqual(['args[1]: "b" → "c"']);
    expect(changes({ args: ['a'] }, { args: ['a', 'c'] })).toEqual(['args: ["a"] → ["a","c"]']);
    expect(changes({ rules: [{ port: 1 }] }, { rules: [{ port: 2 }] })).toEqual(['rules[0].port: 1 → 2']);
  });

  it('sees another order of the same items', () => {
    const list = (...names: readonly string[]) => ({ initContainers: names.map((name) => ({ name })) });
    expect(changes(list('a', 'b'), list('b', 'a'))).toEqual(['initContainers.order: ["a","b"] → ["b","a"]']);
    expect(changes(list('a', 'b'), list('x', 'a', 'b'))).toEqual(['initContainers[x]: undefined → {"name":"x"}']);
  });

  it('writes keys with dots and slashes in brackets', () => {
    expect(formatPath(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe('metadata.labels["app.kubernetes.io/name"]');
    expect(formatPath(['containers', '[api]', 'image'])).toBe('containers[api].image');
  });
});
