import type { KubernetesObject } from '../core/kubernetes.js';
import { type Manifest, manifestPath } from '../core/manifest.js';
import type { Check } from './check.js';
import { repeated } from './indexes.js';
import { secretsMadeBy } from './made-secrets.js';
import { groupOf } from './objects.js';

export const uniqueNames: Check = {
  id: 'unique-names',
  title: 'Component names are unique in an environment, and so are its objects and their files',
  acceptable: false,
  examples: {
    bad: `new WebService(chart, 'api', { image, port: 8080 });
new Worker(chart, 'api', { image });`,
    good: `new WebService(chart, 'api', { image, port: 8080 });
new Worker(chart, 'fulfilment', { image });`,
  },
  run({ components, manifests }) {
    const twice = repeated(components, ({ name }) => name);
    const told = new Set(twice.map(([{ name }]) => name));
    const objects = manifests.filter(({ component }) => !told.has(component));
    const problems = [
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
        .filter(([first, second]) => differing(first, second).length > 1)
        .map(
          ([first, second]) =>
            `${first.object.kind} "${first.object.metadata.name}" of ${differing(first, second).join(' and of ')} share the file ${manifestPath(first)}; rename one of them`,
        ),
    ];
    return problems.map((problem) => ({ problem }));
  },
};

/** What tells two objects of one kind and name apart. */
function differing({ object: first }: Manifest, { object: second }: Manifest): string[] {
  const versions = new Set([first.apiVersion, second.apiVersion]);
  return versions.size > 1 ? [...versions] : [...new Set([first, second].map(({ metadata }) => `namespace ${metadata.namespace}`))];
}

/** What is there once the object is: itself, and the Secrets that follow from it. The last part is for people. */
function made(object: KubernetesObject): string[] {
  const { kind, metadata } = object;
  const key = (group: string, what: string, name: string) => `${group}/${metadata.namespace ?? ''}/${what} "${name}"`;
  const own = key(groupOf(object), kind, metadata.name);
  return [own, ...secretsMadeBy(object).map(({ name }) => key('', 'Secret', name))];
}
