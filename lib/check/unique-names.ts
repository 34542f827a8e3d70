import type { KubernetesObject } from '../core/kubernetes.js';
import { manifestPath } from '../core/manifest.js';
import type { ExternalSecretObject } from '../core/secrets.js';
import type { Check } from './check.js';

export const uniqueNames: Check = {
  id: 'unique-names',
  title: 'Component names are unique in an environment, and so are its objects and their files',
  run({ components, manifests }) {
    const twice = repeated(components, ({ name }) => name);
    const told = new Set(twice.map(([{ name }]) => name));
    const objects = manifests.filter(({ component }) => !told.has(component));
    return [
      ...twice.map(
        ([first, second]) =>
          `${second.kind} "${second.name}" of app "${second.app}" has the name of ${first.kind} "${first.name}" of app "${first.app}"; ` +
          'all apps of an environment share its namespace, so rename one',
      ),
      ...repeated(
        objects.flatMap((manifest) => made(manifest.object).map((key) => ({ key, manifest }))),
        ({ key }) => key,
      ).map(
        ([{ key, manifest: first }, { manifest: second }]) =>
          `${key.split('/').at(-1)} is made by both "${first.component}" and "${second.component}"; rename one of them`,
      ),
      ...repeated(objects, manifestPath)
        .filter(([first, second]) => first.object.apiVersion !== second.object.apiVersion)
        .map(
          ([first, second]) =>
            `${first.object.kind} "${first.object.metadata.name}" of ${first.object.apiVersion} and of ${second.object.apiVersion} share the file ${manifestPath(first)}; rename one of them`,
        ),
    ];
  },
};

/** What is there once the object is: itself, and the Secret that an ExternalSecret fills. The last part is for people. */
function made(object: KubernetesObject): string[] {
  const { apiVersion, kind, metadata } = object;
  const key = (version: string, what: string, name: string) =>
    `${version.split('/').slice(0, -1).join()}/${metadata.namespace ?? ''}/${what} "${name}"`;
  const own = key(apiVersion, kind, metadata.name);
  return kind === 'ExternalSecret' ? [own, key('v1', 'Secret', (object as ExternalSecretObject).spec.target.name)] : [own];
}

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
