import { isDeepStrictEqual } from 'node:util';

/** One field that differs. */
export interface Change {
  /** From the object's root. An item of a list is `[name]`, or `[0]` where it has none. */
  readonly path: readonly string[];
  /** Undefined where the field was not there. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What tells the items of a list apart, whatever their order: the field that all of them have, each with another value. */
const ITEM_KEYS = ['name', 'mountPath', 'topologyKey'];

type Fields = Readonly<Record<string, unknown>>;

/** Every field that differs between two values as YAML holds them. A field that only one has is one change, however deep. */
export function diff(before: unknown, after: unknown, path: readonly string[] = []): Change[] {
  if (isFields(before) && isFields(after)) {
    return union(Object.keys(before), Object.keys(after)).flatMap((key) => diff(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  return isDeepStrictEqual(before, after) ? [] : [{ path, before, after }];
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): Change[] {
  const [one, other] = byKey(before, after);
  if (one && other) {
    const items = union([...one.keys()], [...other.keys()]).flatMap((key) => diff(one.get(key), other.get(key), [...path, `[${key}]`]));
    return [...items, ...reordered([...one.keys()], [...other.keys()], path)];
  }
  if (before.length === after.length) return before.flatMap((item, index) => diff(item, after[index], [...path, `[${index}]`]));
  return [{ path, before, after }];
}

/** Both lists by the first key that works for both. */
function byKey(...lists: readonly (readonly unknown[])[]): (ReadonlyMap<string, unknown> | undefined)[] {
  for (const key of ITEM_KEYS) {
    const maps = lists.map((list) => new Map(list.flatMap((item) => (isFields(item) ? [[String(item[key]), item] as const] : []))));
    const isKey = lists.every((list, index) => maps[index]?.size === list.length && list.every((item) => isFields(item) && key in item));
    if (isKey) return maps;
  }
  return [];
}

/** The same items in another order are a difference too: variables refer to earlier ones, init containers run one by one. */
function reordered(before: readonly string[], after: readonly string[], path: readonly string[]): Change[] {
  const [one, other] = [before.filter(isIn(after)), after.filter(isIn(before))];
  return isDeepStrictEqual(one, other) ? [] : [{ path: [...path, 'order'], before: one, after: other }];
}

const isIn = (values: readonly string[]) => {
  const set = new Set(values);
  return (value: string) => set.has(value);
};

const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `spec.template.spec.containers[api].image`; a key with a dot or a slash stands in brackets and quotes. */
export const formatPath = (path: readonly string[]): string =>
  path.reduce((text, key) => {
    if (key.startsWith('[')) return text + key;
    if (/[./]/.test(key)) return `${text}["${key}"]`;
    return text ? `${text}.${key}` : key;
  }, '');
