import type { Deployment, HorizontalPodAutoscaler, KubernetesObject, Service } from '../core/kubernetes.js';
import { readObject } from '../review/trees.js';
import type { ScaledObject } from '../workload/scale/keda.objects.js';
import type { Check, Finding, Subject } from './check.js';
import { byFileName } from './committed-files.js';
import { called, finding } from './findings.js';
import { allOf, type ManifestOf } from './objects.js';
import { type Scaler, scalersOf } from './replicas.js';
import { type Serving, servings } from './services.js';

export const transition: Check = {
  id: 'transition',
  title: 'What is committed becomes what is there now in one update: no old scaler undoes it, and no Service moves to pods that are new',
  acceptable: true,
  examples: {
    before: "new WebService(chart, 'api', { image, port: 8080, scaling: { min: 3, max: 9 } });",
    bad: "new WebService(chart, 'api', { image, port: 8080, scaling: { replicas: 4 } });",
    good: "new WebService(chart, 'api', { image, port: 8080, scaling: { replicas: 3 } });",
  },
  run(subject) {
    const { manifests, previous } = subject;
    if (!previous) return [];
    return [
      ...allOf<Deployment>(manifests, 'apps/Deployment').flatMap((manifest) =>
        scaling(subject, manifest, scalerBefore(previous, manifest.object)),
      ),
      ...servings(manifests).flatMap((serving) => switching(subject, serving, previous)),
    ];
  },
};

type Committed = ReadonlyMap<string, string>;

/** A Deployment's scaler has its name, as the library makes it. */
const scalerBefore = (previous: Committed, { metadata: { name } }: Deployment): HorizontalPodAutoscaler | ScaledObject | undefined =>
  committed<HorizontalPodAutoscaler>(previous, 'HorizontalPodAutoscaler', name) ?? committed<ScaledObject>(previous, 'ScaledObject', name);

/** What goes is deleted last: until then the old scaler scales. */
function scaling(
  subject: Subject,
  manifest: ManifestOf<Deployment>,
  before: HorizontalPodAutoscaler | ScaledObject | undefined,
): Finding[] {
  if (!before) return [];
  const [scaler] = scalersOf(subject.manifests, manifest.object);
  const sentence = scaler ? fromScaler(before, scaler) : toFixed(before, manifest.object.spec.replicas ?? 1);
  return sentence === undefined ? [] : [finding(subject, manifest, sentence)];
}

function toFixed(before: HorizontalPodAutoscaler | ScaledObject, replicas: number): string | undefined {
  const least = leastOf(before);
  if (least >= replicas) return undefined;
  return (
    `goes from an autoscaler of at least ${least} to ${replicas} replicas, and the autoscaler, which is removed last, would take pods back; ` +
    `deploy scaling.min ${replicas} first`
  );
}

function fromScaler(
  before: HorizontalPodAutoscaler | ScaledObject,
  {
    manifest: {
      object: { kind },
    },
  }: Scaler,
): string | undefined {
  if (before.kind === 'ScaledObject' && kind === 'HorizontalPodAutoscaler' && leastOf(before) === 0) {
    return 'may sleep at 0 replicas, from which a HorizontalPodAutoscaler wakes nothing; deploy scaling.min 1 with its trigger first';
  }
  if (before.kind === 'HorizontalPodAutoscaler' && kind === 'ScaledObject') {
    return `goes from a HorizontalPodAutoscaler to KEDA, which refuses a workload that another autoscaler owns; deploy scaling: { replicas: ${leastOf(before)} } first`;
  }
  return undefined;
}

const leastOf = (scaler: HorizontalPodAutoscaler | ScaledObject): number =>
  scaler.kind === 'ScaledObject' ? scaler.spec.minReplicaCount : (scaler.spec?.minReplicas ?? 1);

/** A Service moves in the same stage in which its new pods start. */
function switching(subject: Subject, { manifest, pods }: Serving, previous: Committed): Finding[] {
  const { metadata, spec } = manifest.object;
  const before = committed<Service>(previous, 'Service', metadata.name)?.spec?.selector;
  if (!before || sameLabels(before, spec?.selector ?? {})) return [];
  const added = pods.map((group) => group.manifest.object).filter((object) => !committed(previous, object.kind, object.metadata.name));
  return added.map((object) =>
    finding(
      subject,
      manifest,
      `${called(manifest.object)} moves to the pods of ${called(object)}, which is new, and has nobody who answers until they are ready; deploy that first, then switch`,
    ),
  );
}

const sameLabels = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.entries(one).every(([key, value]) => other[key] === value);

function committed<T extends KubernetesObject>(tree: Committed, kind: T['kind'], name: string): T | undefined {
  const path = byFileName(tree).get(`${kind.toLowerCase()}.${name}.yaml`);
  return path === undefined ? undefined : (readObject(tree, path) as T | undefined);
}
