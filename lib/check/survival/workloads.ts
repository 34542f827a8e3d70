import type { PodDisruptionBudget, PodSpec } from '../../core/kubernetes.js';
import type { Manifest } from '../../core/manifest.js';
import { addTo, once } from '../indexes.js';
import { allOf } from '../objects.js';
import { type PodGroup, podGroups, podsMatching } from '../pod-groups.js';
import { disruptionsAllowed, replicasOf, surgeOf } from '../replicas.js';
import type { Pods } from './faults.js';
import { type Pins, pinsOf } from './pins.js';
import type { HardSpread, Topology } from './scheduler.js';
import { topologyOf } from './topology.js';

/** The pods of a Deployment or StatefulSet, as far as their survival goes. */
export interface Workload extends Pods {
  readonly app: string;
  readonly component: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly pins: Pins;
}

/** Every workload that runs at all times: one that scales to nothing has nothing to survive. A count that is none is told elsewhere. */
export const workloadsOf = once((manifests: readonly Manifest[]): readonly Workload[] =>
  podGroups(manifests).flatMap((group) => {
    const { kind } = group.manifest.object;
    if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
    const { least } = replicasOf(manifests, group.manifest.object);
    return Number.isInteger(least) && least > 0 ? [workload(manifests, group, kind, least)] : [];
  }),
);

function workload(manifests: readonly Manifest[], group: PodGroup, kind: Workload['kind'], replicas: number): Workload {
  const { manifest, spec } = group;
  const constraints = hardSpreads(manifests, group);
  return {
    app: manifest.app,
    component: manifest.component,
    kind,
    name: manifest.object.metadata.name,
    replicas,
    surge: constraints.every(({ byRevision }) => byRevision) ? 0 : surgeOf(manifest.object, replicas),
    rules: { spreads: constraints.map(({ spread }) => spread), apart: requiredApart(manifests, group) },
    pins: pinsOf(spec),
    budgetKeeps: budgetKeeps(budgetsBySelected(manifests).get(group) ?? [], replicas),
    leavesDeadNodes: kind === 'Deployment' && !(spec.tolerations ?? []).some(staysOnDeadNodes),
  };
}

/** Those that count exactly these pods: where another's are counted too, its pods can stand in for missing ones. */
function hardSpreads(manifests: readonly Manifest[], group: PodGroup): { readonly spread: HardSpread; readonly byRevision: boolean }[] {
  const toleratesTaints = (group.spec.tolerations ?? []).some(staysOnDeadNodes);
  return (group.spec.topologySpreadConstraints ?? []).flatMap((constraint) => {
    const over = topologyOf(constraint.topologyKey);
    const counted = constraint.labelSelector ? podsMatching(manifests, constraint.labelSelector) : [];
    if (constraint.whenUnsatisfiable !== 'DoNotSchedule' || !over || counted.length !== 1 || counted[0] !== group) return [];
    const spread = {
      over,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      countsTainted: constraint.nodeTaintsPolicy !== 'Honor' || toleratesTaints,
      countsForbidden: constraint.nodeAffinityPolicy === 'Ignore',
    };
    return [{ spread, byRevision: (constraint.matchLabelKeys ?? []).includes('pod-template-hash') }];
  });
}

function requiredApart(manifests: readonly Manifest[], group: PodGroup): Topology[] {
  const terms = group.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.flatMap(({ topologyKey, labelSelector, namespaces, namespaceSelector }) => {
    const over = topologyOf(topologyKey);
    const own = labelSelector && !namespaces && !namespaceSelector && podsMatching(manifests, labelSelector).includes(group);
    return over && own ? [over] : [];
  });
}

const budgetsBySelected = once((manifests: readonly Manifest[]) => {
  const bySelected = new Map<PodGroup, PodDisruptionBudget[]>();
  for (const { object } of allOf<PodDisruptionBudget>(manifests, 'policy/PodDisruptionBudget')) {
    for (const group of podsMatching(manifests, object.spec.selector ?? {})) addTo(bySelected, group, object);
  }
  return bySelected;
});

/** Where two budgets select a pod, the API refuses its eviction. */
function budgetKeeps([budget, second]: readonly PodDisruptionBudget[], replicas: number): number {
  if (!budget) return 0;
  return second ? Number.POSITIVE_INFINITY : replicas - disruptionsAllowed(budget.spec, replicas);
}

/** Tolerates a dead node's taint without end: its pods stay bound to it, or are bound to it again. */
function staysOnDeadNodes({ key, effect, tolerationSeconds }: NonNullable<PodSpec['tolerations']>[number]): boolean {
  const matches = key === undefined || key === 'node.kubernetes.io/unreachable';
  return matches && effect !== 'PreferNoSchedule' && !(effect === 'NoExecute' && tolerationSeconds !== undefined);
}
