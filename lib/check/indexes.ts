/** Builds an index when the first check asks for it, and once for each list: every check of a run shares it. */
export function once<Key extends object, Index>(build: (key: Key) => Index): (key: Key) => Index {
  const built = new WeakMap<Key, { readonly index: Index }>();
  return (key) => {
    const known = built.get(key) ?? { index: build(key) };
    built.set(key, known);
    return known.index;
  };
}

/** Adds to the list that a map has under a key. */
export function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Pairs of the first value with a key and each later one with the same. */
export function repeated<T>(values: readonly T[], key: (value: T) => string): [T, T][] {
  const first = new Map<string, T>();
  const pairs: [T, T][] = [];
  for (const value of values) {
    const own = key(value);
    const earlier = first.get(own);
    if (earlier === undefined) first.set(own, value);
    else pairs.push([earlier, value]);
  }
  return pairs;
}
