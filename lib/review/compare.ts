import type { Environment } from '../core/environment.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { diff } from './diff.js';
import { byNature, type IsNatural } from './nature.js';
import { differenceWords, isConsequence } from './words.js';

/** An environment with its objects, as synth gives it. */
export interface Compared {
  readonly environment: Environment;
  readonly manifests: readonly Manifest[];
}

/** What is not the same about a component in two environments, in words. */
export interface Difference {
  /** `<app>/<component>`. */
  readonly component: string;
  readonly words: readonly string[];
}

/** Component by component, what one environment has that the other lacks, and which values differ but for their nature. */
export function compare(one: Compared, other: Compared): Difference[] {
  const names = [one.environment.name, other.environment.name] as const;
  const nature = byNature(one.environment, other.environment);
  const [ours, theirs] = [componentsOf(one, nature.key), componentsOf(other, nature.otherKey)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((component): Difference[] => {
    const [objects, otherObjects] = [ours.get(component), theirs.get(component)];
    if (!objects) return [{ component, words: [`only in ${names[1]}`] }];
    if (!otherObjects) return [{ component, words: [`only in ${names[0]}`] }];
    const words = differences(component.split('/')[1] ?? '', objects, otherObjects, names, nature.isNatural);
    return words.length > 0 ? [{ component, words }] : [];
  });
}

type Objects = ReadonlyMap<string, KubernetesObject>;

function differences(
  component: string,
  ours: Objects,
  theirs: Objects,
  [one, other]: readonly [string, string],
  isNatural: IsNatural,
): string[] {
  const words = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) => {
    const [object, counterpart] = [ours.get(key), theirs.get(key)];
    if (!object || !counterpart) return [`${nameOf(object ?? counterpart)} only in ${object ? one : other}`];
    const subject = { kind: object.kind, name: object.metadata.name, component };
    return diff(object, counterpart)
      .filter((change) => !isConsequence(change) && !isNatural(change.before, change.after))
      .map((change) => differenceWords(subject, change, one, other));
  });
  return [...new Set(words)];
}

const nameOf = (object: KubernetesObject | undefined) => `${object?.kind} ${object?.metadata.name}`;

/** Objects by component, then by kind and name, which `key` frees from what is the environment's own. */
function componentsOf({ manifests }: Compared, key: (name: string) => string): Map<string, Map<string, KubernetesObject>> {
  const components = new Map<string, Map<string, KubernetesObject>>();
  for (const { app, component, object } of manifests) {
    const objects = components.get(`${app}/${component}`) ?? new Map<string, KubernetesObject>();
    components.set(`${app}/${component}`, objects.set(`${object.apiVersion} ${object.kind} ${key(object.metadata.name)}`, object));
  }
  return components;
}
