import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../core/kubernetes.js';
import { manifestPath } from '../core/manifest.js';
import { parseMebibytes } from '../core/quantities.js';
import { isFields } from '../review/diff.js';
import { readObject } from '../review/trees.js';
import type { Check } from './check.js';
import { byFileName } from './committed-files.js';
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
      const { object } = manifest;
      const rule = RULES[object.kind];
      const path = rule ? manifestPath(manifest) : '';
      if (!rule || previous.get(path) === files.get(path)) return [];
      const before = readObject(previous, previous.has(path) ? path : (movedFrom(path, files, previous) ?? path));
      const changed = before ? immutableChanges(before, object) : [];
      if (!before || changed.length === 0) return [];
      const anchor = object.kind.toLowerCase();
      return [
        finding(
          subject,
          manifest,
          `${called(object)}: ${changed.join(', ')} cannot be changed; change it back, or ${wayOut(rule, before, object, changed)} (docs/immutable-fields.md#${anchor})`,
        ),
      ];
    });
  },
};

/** Where an object was that is of another component now: kind and name are all that Kubernetes knows it by. */
function movedFrom(path: string, files: ReadonlyMap<string, string>, previous: ReadonlyMap<string, string>): string | undefined {
  const origin = byFileName(previous).get(posix.basename(path));
  return origin !== undefined && files.has(origin) ? undefined : origin;
}

/** Paths that differ between two states of one object and that Kubernetes refuses to change: `spec.selector`. */
export function immutableChanges(before: KubernetesObject, after: KubernetesObject): string[] {
  const rule = RULES[after.kind];
  if (!rule) return [];
  const value = (object: KubernetesObject, path: string) => withDefault(at(object, path), rule.defaults?.[path]);
  const changed = rule.fields(before, after).filter((path) => !isDeepStrictEqual(value(before, path), value(after, path)));
  return after.kind === 'PersistentVolumeClaim' && isSmaller(before, after) ? [...changed, STORAGE] : changed;
}

/** What the API server fills in counts as if it were written; of an object, field by field. */
const withDefault = (value: unknown, byDefault: unknown): unknown =>
  isFields(value) && isFields(byDefault) ? { ...byDefault, ...value } : (value ?? byDefault);

interface Rule {
  fields(before: KubernetesObject, after: KubernetesObject): readonly string[];
  /** Path → what holds where it is left out. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Completes "change it back, or …". */
  readonly wayOut: string | ((before: KubernetesObject, after: KubernetesObject, changed: readonly string[]) => string);
}

const wayOut = ({ wayOut }: Rule, ...change: [before: KubernetesObject, after: KubernetesObject, changed: readonly string[]]): string =>
  typeof wayOut === 'string' ? wayOut : wayOut(...change);

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

/** Data and the mark itself, where the object was marked `immutable: true`. */
const dataOf = (before: KubernetesObject) => (at(before, 'immutable') === true ? ['immutable', 'data', 'binaryData', 'stringData'] : []);

/** A load balancer keeps its class; a Service that becomes one gets it. */
const ofService = (before: KubernetesObject, after: KubernetesObject) => [
  'spec.clusterIP',
  ...([before, after].every((service) => at(service, 'spec.type') === 'LoadBalancer') ? ['spec.loadBalancerClass'] : []),
];

/** A successor adopts pods that fit it, and claims as they are. */
function aroundItsPods(before: KubernetesObject, after: KubernetesObject, changed: readonly string[]): string {
  const claims = claimsOf(before).map((claim) => ({
    claim,
    next: claimsOf(after).find(({ metadata: { name } }) => name === claim.metadata.name),
  }));
  const fits = claims.every(
    ({ claim, next }) => next && isDeepStrictEqual(withoutSize(claim), withoutSize(next)) && !isSmaller(claim, next),
  );
  if (!fits || changed.includes('spec.selector') || changed.includes('spec.serviceName')) {
    return 'bring up a second component under another name and move the data';
  }
  const grows = claims.some(({ claim, next }) => next && isSmaller(next, claim));
  return `${grows ? 'grow its claims, then ' : ''}recreate it around its running pods`;
}

const BY_ANOTHER_NAME = 'give it another name';
const ANEW = 'delete it right before the next deployment';
const ROLE_REF = { apiGroup: 'rbac.authorization.k8s.io' };

/**
 * As the API server validates updates, after it has filled in its defaults:
 * https://github.com/kubernetes/kubernetes/tree/master/pkg/apis, `Validate…Update` and `SetDefaults_…`. A
 * StatefulSet's revisionHistoryLimit may change from Kubernetes 1.33 on, and 1.30 is supported. Jobs are missing: a
 * MigrationTask's is made anew by design.
 */
const RULES: Readonly<Record<string, Rule | undefined>> = {
  Deployment: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  DaemonSet: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  ReplicaSet: { fields: only('spec.selector'), wayOut: BY_ANOTHER_NAME },
  StatefulSet: {
    fields: specBut('replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'),
    defaults: { 'spec.podManagementPolicy': 'OrderedReady', 'spec.revisionHistoryLimit': 10 },
    wayOut: aroundItsPods,
  },
  PersistentVolumeClaim: {
    fields: specBut('resources', 'volumeAttributesClassName'),
    defaults: { 'spec.volumeMode': 'Filesystem' },
    wayOut: 'move the data to a claim of another name',
  },
  Service: { fields: ofService, wayOut: ANEW },
  ConfigMap: { fields: dataOf, wayOut: BY_ANOTHER_NAME },
  Secret: { fields: (before) => ['type', ...dataOf(before)], defaults: { type: 'Opaque' }, wayOut: ANEW },
  RoleBinding: { fields: only('roleRef'), defaults: { roleRef: ROLE_REF }, wayOut: ANEW },
  ClusterRoleBinding: { fields: only('roleRef'), defaults: { roleRef: ROLE_REF }, wayOut: ANEW },
  PriorityClass: {
    fields: only('value', 'preemptionPolicy'),
    defaults: { preemptionPolicy: 'PreemptLowerPriority' },
    wayOut: BY_ANOTHER_NAME,
  },
  StorageClass: {
    fields: only('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'),
    defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
    wayOut: BY_ANOTHER_NAME,
  },
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

interface Claim extends KubernetesObject {
  readonly spec?: { readonly resources?: { readonly requests?: Readonly<Record<string, unknown>> } };
}
const claimsOf = (set: KubernetesObject) => (at(set, 'spec.volumeClaimTemplates') ?? []) as readonly Claim[];

/** What a claim keeps for good. Labels may differ: they are those of new claims. */
const withoutSize = ({ spec }: Claim) => ({ volumeMode: 'Filesystem', ...spec, resources: undefined });

const at = (object: KubernetesObject, path: string): unknown =>
  path.split('.').reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], object);
