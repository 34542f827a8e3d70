import { domainOf, type PlacementRules, podsOn, type Site, schedule, type Topology } from './scheduler.js';

/** What decides which pods of a workload stay, and come back. */
export interface Pods {
  readonly replicas: number;
  /** Pods that a rollout places and counts beside these: none where each revision is spread by itself. */
  readonly surge: number;
  readonly rules: PlacementRules;
  /** Ready pods that the disruption budget keeps: 0 without one, Infinity where no eviction is ever granted. */
  readonly budgetKeeps: number;
  /** Whether pods of a dead node are made anew elsewhere while it is away. A StatefulSet waits for the node. */
  readonly leavesDeadNodes: boolean;
}

/** One zone or node that is lost or drained, with the pods that were on it: the counter-example. */
export interface Case {
  readonly at: string;
  /** The nodes with pods before, those of the zone or node included. */
  readonly placement: readonly Site[];
  /** The nodes there that held pods. */
  readonly on: readonly Site[];
  readonly left: number;
  /** Pods that find no place again. */
  readonly waiting: number;
}

/** What is sure whichever zone, or whichever node, is lost. */
export interface Loss {
  /** Pods that stay ready at least. */
  readonly left: number;
  /** Whether all replicas find a place on what remains. */
  readonly recovers: boolean;
  /** The case that leaves the fewest. */
  readonly fewest: Case | undefined;
  /** A case that does not recover. */
  readonly stuck: Case | undefined;
}

/** What is sure whichever node is drained. */
export interface Drain {
  /** Pods that stay ready at least, all the while. */
  readonly left: number;
  /** Whether every pod is let go in the end. */
  readonly ends: boolean;
  /** A case that does not end. */
  readonly stuck: Case | undefined;
}

const occupied = (sites: readonly Site[], over: Topology): readonly (readonly [string, readonly Site[]])[] => {
  const domains = new Map<string, Site[]>();
  for (const site of sites) {
    if (site.pods === 0) continue;
    const domain = domains.get(domainOf(site, over));
    if (domain) domain.push(site);
    else domains.set(domainOf(site, over), [site]);
  }
  return [...domains];
};

/**
 * The pods where they crowd the first node or zone most, all nodes being well. Of a rollout the old pods go in the end: the
 * worst for what is left is that they were the ones elsewhere, and for what finds a place again that they were on any one node.
 */
export function place({ replicas, surge, rules }: Pods, sites: readonly Site[], crowd: Topology): readonly (readonly Site[])[] {
  const inRollout = schedule(sites, rules, replicas + surge, crowd);
  const over = Math.max(0, podsOn(inRollout) - replicas);
  if (over === 0) return [inRollout];
  const elsewhere = inRollout.toReversed().filter(({ pods }) => pods > 0);
  // Nodes of one zone with as many pods are alike.
  const firsts = new Map(elsewhere.map((site) => [`${site.zone} ${site.pods}`, site]));
  return [...firsts.values()].map((first) => thinned(inRollout, [first, ...elsewhere.filter((site) => site !== first)], over));
}

/** So many pods fewer, from these sites in turn. */
function thinned(sites: readonly Site[], order: readonly Site[], pods: number): readonly Site[] {
  const gone = new Map<Site, number>();
  let over = pods;
  for (const site of order) {
    gone.set(site, Math.min(over, site.pods));
    over -= Math.min(over, site.pods);
  }
  return sites.map((site) => ({ ...site, pods: site.pods - (gone.get(site) ?? 0) }));
}

export function loseEach({ replicas, rules, leavesDeadNodes }: Pods, sites: readonly Site[], over: Topology): Loss {
  const cases = occupied(sites, over).map(([at, on]): Case => {
    const dead = sites.map((site) => (domainOf(site, over) === at ? { ...site, tainted: true, pods: 0, ending: site.pods } : site));
    const left = podsOn(dead);
    const after = leavesDeadNodes ? schedule(dead, rules, replicas - left, over) : dead;
    return { at, placement: sites.filter(({ pods }) => pods > 0), on, left, waiting: replicas - podsOn(after) };
  });
  const stuck = mostWaiting(cases);
  return { left: fewestOf(cases)?.left ?? 0, recovers: cases.length > 0 && !stuck, fewest: fewestOf(cases), stuck };
}

/** Evictions go one after another, each once its forerunner's replacement is ready, or where the budget has room without it. */
export function drainEach({ replicas, rules, budgetKeeps }: Pods, sites: readonly Site[]): Drain {
  const ready = podsOn(sites);
  const cases = occupied(sites, 'node').map(([at, on]): Case & { readonly ends: boolean } => {
    let now: readonly Site[] = sites.map((site) => (site.node === at ? { ...site, tainted: true } : site));
    let remaining = podsOn(on);
    const left = Math.min(ready, Math.max(ready - remaining, budgetKeeps));
    while (remaining > 0 && podsOn(now) > budgetKeeps) {
      remaining -= 1;
      const evicted = now.map((site) => (site.node === at ? { ...site, pods: site.pods - 1 } : site));
      now = schedule(evicted, rules, replicas - podsOn(evicted), 'node');
    }
    return { at, placement: sites.filter(({ pods }) => pods > 0), on, left, waiting: replicas - podsOn(now), ends: remaining === 0 };
  });
  const blocked = cases.find(({ ends }) => !ends);
  return { left: fewestOf(cases)?.left ?? 0, ends: !blocked, stuck: blocked };
}

const fewestOf = (cases: readonly Case[]): Case | undefined =>
  cases.reduce<Case | undefined>((least, one) => (least && least.left <= one.left ? least : one), undefined);

const mostWaiting = (cases: readonly Case[]): Case | undefined =>
  cases.reduce<Case | undefined>((most, one) => (one.waiting > (most?.waiting ?? 0) ? one : most), undefined);
