/** What Kubernetes spreads pods over, and what can be lost. */
export type Topology = 'zone' | 'node';

/** A topologySpreadConstraint with DoNotSchedule. A soft one gives no guarantee, so the model does not know it. */
export interface HardSpread {
  readonly over: Topology;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** `nodeTaintsPolicy: Ignore`, the API's default: a cordoned or dead node still counts as a place where pods are missing. */
  readonly countsTainted: boolean;
  /** `nodeAffinityPolicy: Ignore`: so does a node that the pods may not run on. */
  readonly countsForbidden: boolean;
}

/** Where a pod may stand beside its like: the scheduler's hard rules, and nothing that it merely prefers. */
export interface PlacementRules {
  readonly spreads: readonly HardSpread[];
  /** Required anti-affinity among themselves: one pod in each. */
  readonly apart: readonly Topology[];
}

/** A node, and the pods of one workload on it. */
export interface Site {
  readonly node: string;
  readonly zone: string;
  /** Whether node selector and node affinity let the pods run there. */
  readonly allowed: boolean;
  /** Cordoned or dead. */
  readonly tainted: boolean;
  readonly pods: number;
  /** Pods of a dead node: a spread has stopped counting them, an anti-affinity counts them until the node is back. */
  readonly ending: number;
}

export const domainOf = (site: Site, over: Topology): string => (over === 'zone' ? site.zone : site.node);

export const podsOn = (sites: readonly Site[]): number => sites.reduce((sum, { pods }) => sum + pods, 0);

/**
 * Schedules pods one by one for as long as the rules leave a node. Each goes to the first site, or beside it in its zone
 * where zones are to be crowded; where neither is open, to the emptiest place, so that the skew lets more go there soon. A
 * property test compares this with every choice that the scheduler has.
 */
export function schedule(sites: readonly Site[], rules: PlacementRules, pods: number, crowd: Topology): readonly Site[] {
  let placed = sites;
  for (let n = 0; n < pods; n++) {
    const site = mostCrowding(placed, openSites(placed, rules), crowd);
    if (!site) break;
    placed = placed.map((other) => (other === site ? { ...site, pods: site.pods + 1 } : other));
  }
  return placed;
}

/** As kube-scheduler's filters PodTopologySpread and InterPodAffinity, NodeAffinity, TaintToleration and NodeUnschedulable do. */
function openSites(sites: readonly Site[], { spreads, apart }: PlacementRules): readonly Site[] {
  const tests = [...spreads.map((spread) => withinSkew(sites, spread)), ...apart.map((over) => alone(sites, over))];
  return sites.filter((site) => site.allowed && !site.tainted && tests.every((test) => test(site)));
}

function withinSkew(sites: readonly Site[], { over, maxSkew, minDomains, countsTainted, countsForbidden }: HardSpread) {
  const counted = sites.filter(({ tainted, allowed }) => (countsTainted || !tainted) && (countsForbidden || allowed));
  const pods = podsBy(counted, over);
  const least = pods.size < minDomains ? 0 : Math.min(...pods.values());
  return (site: Site) => (pods.get(domainOf(site, over)) ?? 0) + 1 - least <= maxSkew;
}

function alone(sites: readonly Site[], over: Topology) {
  const taken = new Set(sites.filter(({ pods, ending }) => pods + ending > 0).map((site) => domainOf(site, over)));
  return (site: Site) => !taken.has(domainOf(site, over));
}

function mostCrowding(sites: readonly Site[], open: readonly Site[], crowd: Topology): Site | undefined {
  const first = sites.find(({ allowed }) => allowed);
  const inZone = podsBy(sites, 'zone');
  const emptier = (a: Site, b: Site) => (inZone.get(a.zone) ?? 0) - (inZone.get(b.zone) ?? 0) || a.pods - b.pods;
  const emptiest = (among: readonly Site[]) =>
    among.reduce<Site | undefined>((least, site) => (least && emptier(least, site) <= 0 ? least : site), undefined);
  const beside = open.filter(({ zone }) => crowd === 'zone' && zone === first?.zone);
  return open.find(({ node }) => node === first?.node) ?? emptiest(beside) ?? emptiest(open);
}

function podsBy(sites: readonly Site[], over: Topology): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const site of sites) sums.set(domainOf(site, over), (sums.get(domainOf(site, over)) ?? 0) + site.pods);
  return sums;
}
