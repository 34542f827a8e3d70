import { manifestPath } from '../core/manifest.js';
import type { Check } from './check.js';

export const uniqueNames: Check = {
  id: 'unique-names',
  title: 'Component names are unique in an environment, and so are its objects',
  run({ components, manifests }) {
    return [
      ...repeated(components, ({ name }) => name).map(
        ([first, second]) =>
          `${second.kind} "${second.name}" of app "${second.app}" has the name of ${first.kind} "${first.name}" of app "${first.app}"; ` +
          'all apps of an environment share its namespace, so rename one',
      ),
      ...repeated(
        manifests,
        ({ object: { apiVersion, kind, metadata } }) => `${apiVersion}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`,
      )
        .filter(([first, second]) => manifestPath(first) !== manifestPath(second) || first.component !== second.component)
        .map(
          ([first, second]) =>
            `${second.object.kind} "${second.object.metadata.name}" is made by both "${first.component}" and "${second.component}"; rename one of them`,
        ),
    ];
  },
};

/** Pairs of the first value with a key and each later one with the same. */
function repeated<T>(values: readonly T[], key: (value: T) => string): [T, T][] {
  const first = new Map<string, T>();
  const pairs: [T, T][] = [];
  for (const value of values) {
    const earlier = first.get(key(value));
    if (earlier === undefined) first.set(key(value), value);
    else pairs.push([earlier, value]);
  }
  return pairs;
}
