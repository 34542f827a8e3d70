/** Part of an object, at any depth. Lists are replaced as a whole; `null` removes a field. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> | null }
    : T;

/**
 * The escape hatch: changes any object that a component makes, before it is checked. Either the part that differs, merged
 * as RFC 7396 says, or a function from the object to the one that takes its place.
 *
 * @example
 * patch: { deployment: { spec: { template: { spec: { hostAliases: [{ ip: '10.0.0.1', hostnames: ['legacy'] }] } } } } }
 */
export type Patch<T> = DeepPartial<T> | ((object: T) => T);

export function applyPatch<T extends object>(object: T, patch: Patch<T> | undefined): T {
  if (patch === undefined) return object;
  return typeof patch === 'function' ? patch(object) : (merge(object, patch) as T);
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = isPlainObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
