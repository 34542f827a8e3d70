import type { PodDisruptionBudget } from '../core/kubernetes.js';
import type { Check, Finding, Subject } from './check.js';
import { called, finding } from './findings.js';
import { allOf, type ManifestOf } from './objects.js';
import { mayBeOperators } from './operators.js';
import { type PodGroup, podsMatching } from './pod-groups.js';
import { disruptionsAllowed, replicasOf } from './replicas.js';

export const drain: Check = {
  id: 'drain',
  title: 'No PodDisruptionBudget holds up the drain of a node forever',
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  scaling: { replicas: 1 },
  patch: { podDisruptionBudget: { spec: { maxUnavailable: null, minAvailable: 1 } } },
});`,
    good: "new WebService(chart, 'api', { image, port: 8080, scaling: { replicas: 1 } }); // maxUnavailable: 1",
  },
  run(subject) {
    const budgets = allOf<PodDisruptionBudget>(subject.manifests, 'policy/PodDisruptionBudget').map((manifest) => {
      const selector = manifest.object.spec?.selector;
      return { manifest, pods: selector ? podsMatching(subject.manifests, selector) : [] };
    });
    return [...budgets.flatMap((budget) => blocking(subject, budget)), ...overlapping(subject, budgets)];
  },
};

interface Budget {
  readonly manifest: ManifestOf<PodDisruptionBudget>;
  readonly pods: readonly PodGroup[];
}

function blocking(subject: Subject, { manifest, pods }: Budget): Finding[] {
  const { object } = manifest;
  if (pods.length === 0) {
    if (mayBeOperators(subject.manifests, object.spec.selector ?? {})) return [];
    return [
      finding(subject, manifest, `${called(object)} matches no pods, so it protects none; give it the labels of the pods, or remove it`),
    ];
  }
  const tasks = pods.filter(isTask).map((group) => called(group.manifest.object));
  if (tasks.length > 0 && countsReplicas(object.spec)) {
    return [
      finding(
        subject,
        manifest,
        `${called(object)} with ${fieldOf(object.spec)} lets no pod go, since it selects those of ${tasks.join(', ')}, and a Job says nothing of its replicas; select others, or use minAvailable with a number`,
      ),
    ];
  }
  const least = leastPods(subject, pods);
  if (disruptionsAllowed(object.spec, least) > 0) return [];
  return [
    finding(
      subject,
      manifest,
      `${called(object)} lets no pod go (${fieldOf(object.spec)}, of ${least} ${least === 1 ? 'pod' : 'pods'} at the least), so a drain never ends; use maxUnavailable: 1`,
    ),
  ];
}

function fieldOf({ maxUnavailable, minAvailable }: PodDisruptionBudget['spec']): string {
  if (maxUnavailable !== undefined) return `maxUnavailable ${maxUnavailable}`;
  return minAvailable === undefined ? 'neither minAvailable nor maxUnavailable' : `minAvailable ${minAvailable}`;
}

/** Those of a Job, which come and go. */
const isTask = ({ manifest }: PodGroup): boolean => TASKS.has(manifest.object.kind);
const TASKS = new Set(['CronJob', 'Job', 'ScaledJob']);

/** Kubernetes then asks each pod's controller for its scale, and lets no pod go where one has none: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors */
const countsReplicas = ({ maxUnavailable, minAvailable }: PodDisruptionBudget['spec']): boolean =>
  maxUnavailable !== undefined || typeof minAvailable === 'string';

/** A workload that is scaled to nothing has no pods to drain; the first one that it gets can be drained too. So can a task's, alone. */
function leastPods({ manifests }: Subject, pods: readonly PodGroup[]): number {
  const counts = pods.filter((group) => !isTask(group)).map(({ manifest }) => Math.max(1, replicasOf(manifests, manifest.object).least));
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

/** Asked to evict a pod of two budgets, the API server answers with an error (500), whatever they say. */
function overlapping(subject: Subject, budgets: readonly Budget[]): Finding[] {
  const first = new Map<PodGroup, string>();
  const told = new Set<string>();
  return budgets.flatMap(({ manifest, pods }) =>
    pods.flatMap((group) => {
      const { name } = manifest.object.metadata;
      const other = first.get(group) ?? name;
      first.set(group, other);
      if (other === name || told.has(`${other}/${name}`)) return [];
      told.add(`${other}/${name}`);
      const both = `PodDisruptionBudget "${other}" and "${name}"`;
      return [
        finding(
          subject,
          manifest,
          `${both} match the same pods (${called(group.manifest.object)}), and Kubernetes then refuses every eviction; keep one`,
        ),
      ];
    }),
  );
}
