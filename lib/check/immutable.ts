import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../core/kubernetes.js';
import { manifestPath } from '../core/manifest.js';
import { parseMebibytes } from '../core/quantities.js';
import { readObject } from '../review/trees.js';
import type { Check } from './check.js';
import { called, finding } from './findings.js';

export const immutable: Check = {
  id: 'immutable',
  title: 'No field changes that Kubernetes refuses to change, against what is committed',
  acceptable: true,
  examples: {
    before: "new WebService(chart, 'prices', { image, port: 8080 });",
    bad: "new WebService(chart, 'prices', { image, port: 8080, expose: 'headless' });",
    good: "new WebService(chart, 'prices', { image, port: 8080, scaling: { replicas: 5 } });",
  },
  run(subject) {
    const { manifests, files, previous } = subject;
    if (!files || !previous) return [];
    return manifests.flatMap((manifest) => {
      const { component, object } = manifest;
      const rule = RULES[object.kind];
      const path = rule ? manifestPath(manifest) : '';
      if (!rule || previous.get(path) === files.get(path)) return [];
      const before = readObject(previous, path);
      const changed = before ? immutableChanges(before, object) : [];
      if (changed.length === 0) return [];
      const anchor = object.kind.toLowerCase();
      return [
        finding(
          subject,
          component,
          `${called(object)}: ${changed.join(', ')} cannot be changed; change it back, or ${rule.wayOut} (docs/immutable-fields.md#${anchor})`,
        ),
      ];
    });
  },
};

/** Paths that differ between two states of one object and that Kubernetes refuses to change: `spec.selector`. */
export function immutableChanges(before: KubernetesObject, after: KubernetesObject): string[] {
  const rule = RULES[after.kind];
  if (!rule) return [];
  const changed = rule.fields(before, after).filter((path) => !isDeepStrictEqual(at(before, path), at(after, path)));
  return after.kind === 'PersistentVolumeClaim' && isSmaller(before, after) ? [...changed, STORAGE] : changed;
}

interface Rule {
  fields(before: KubernetesObject, after: KubernetesObject): readonly string[];
  readonly wayOut: string;
}

const only =
  (...paths: readonly string[]) =>
  () =>
    paths;
/** Every field of `spec` that either state has, but these. */
const specBut =
  (...mutable: readonly string[]) =>
  (...states: readonly KubernetesObject[]) =>
    [...new Set(states.flatMap((state) => Object.keys((state as Spec).spec ?? {})))]
      .filter((field) => !mutable.includes(field))
      .map((field) => `spec.${field}`);

const BY_ANOTHER_NAME = 'give it another name';
const ANEW = 'delete it right before the next deployment';

/**
 * As the API server validates updates: https://github.com/kubernetes/kubernetes/tree/master/pkg/apis, `Validate…Update`. A
 * StatefulSet's revisionHistoryLimit may change from Kubernetes 1.33 on, and 1.30 is supported. Jobs are missing: a
 * MigrationTask's is made anew by design.
 */
const RULES: Readonly<Record<string, Rule | undefined>> = {
  Deployment: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  DaemonSet: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  ReplicaSet: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  StatefulSet: {
    fields: specBut('replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'),
    wayOut: 'recreate it around its running pods',
  },
  PersistentVolumeClaim: { fields: specBut('resources', 'volumeAttributesClassName'), wayOut: 'move the data to a claim of another name' },
  Service: { fields: only('spec.clusterIP'), wayOut: ANEW },
  Secret: { fields: only('type'), wayOut: ANEW },
  RoleBinding: { fields: only('roleRef'), wayOut: ANEW },
  ClusterRoleBinding: { fields: only('roleRef'), wayOut: ANEW },
  PriorityClass: { fields: only('value', 'preemptionPolicy'), wayOut: BY_ANOTHER_NAME },
  StorageClass: { fields: only('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'), wayOut: BY_ANOTHER_NAME },
};

interface Spec {
  readonly spec?: object;
}
const STORAGE = 'spec.resources.requests.storage';

/** A claim may grow, and never shrink. */
function isSmaller(before: KubernetesObject, after: KubernetesObject): boolean {
  const size = (object: KubernetesObject) => parseMebibytes(String(at(object, STORAGE) ?? 0));
  return size(after) < size(before);
}

const at = (object: KubernetesObject, path: string): unknown =>
  path.split('.').reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], object);
