import type { KubernetesObject } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { addTo, once } from './indexes.js';

/** A manifest whose object is of a known kind. */
export type ManifestOf<T extends KubernetesObject> = Manifest & { readonly object: T };

/** `apps`; the core group has no name. */
export const groupOf = ({ apiVersion }: Pick<KubernetesObject, 'apiVersion'>): string =>
  apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

/** `apps/Deployment`, `Service`. Versions of a group are the same objects. */
export function qualifiedKind({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  const group = groupOf({ apiVersion });
  return group === '' ? kind : `${group}/${kind}`;
}

const byKind = once((manifests: readonly Manifest[]) => {
  const kinds = new Map<string, Manifest[]>();
  for (const manifest of manifests) addTo(kinds, qualifiedKind(manifest.object), manifest);
  return kinds;
});

/** Of one kind, and made for those kinds alone that somebody looks for by name. */
const byName = once((manifests: readonly Manifest[]) => new Map(manifests.map((manifest) => [manifest.object.metadata.name, manifest])));

const NONE: readonly Manifest[] = [];

/** Every object of a kind: `allOf<Service>(manifests, 'Service')`, `allOf<Deployment>(manifests, 'apps/Deployment')`. */
export const allOf = <T extends KubernetesObject>(manifests: readonly Manifest[], kind: string): readonly ManifestOf<T>[] =>
  (byKind(manifests).get(kind) ?? NONE) as readonly ManifestOf<T>[];

/** The object of a kind and name. A stack has one namespace, so the name is enough. */
export const oneOf = <T extends KubernetesObject>(manifests: readonly Manifest[], kind: string, name: string): ManifestOf<T> | undefined =>
  byName(allOf<T>(manifests, kind)).get(name) as ManifestOf<T> | undefined;
