import type { Environment } from '../../core/environment.js';
import { HOSTNAME, ZONE } from '../../core/labels.js';
import type { ClusterShape } from './cluster.js';
import type { Pins } from './pins.js';
import type { HardSpread, Topology } from './scheduler.js';
import { type Survival, survive } from './survive.js';
import { keyOf } from './topology.js';
import type { Workload } from './workloads.js';

/** What makes a claim untrue, and what would make it true. */
export interface Why {
  readonly cause: string;
  readonly fix: string;
}

const ANYWHERE: Pins = { allowsZone: () => true, nodes: undefined };
const UNPIN = 'remove that from its nodeSelector or node affinity';

/** Where one is all there is, no rule helps. */
function lone({ name }: Environment, { zones, nodesPerZone }: ClusterShape, over: Topology): Why | undefined {
  if ((over === 'zone' ? zones.length : zones.length * nodesPerZone) > 1) return undefined;
  return {
    cause: `environment "${name}" has one ${over}`,
    fix: over === 'zone' ? 'add another to its zones' : 'give it more nodes, and say so in its nodes.perZone',
  };
}

/** Why too few pods are sure to stay ready. */
export function whyTooFew(workload: Workload, over: Topology, needs: number, environment: Environment, cluster: ClusterShape): Why {
  const { replicas, rules, pins, surge } = workload;
  if (replicas <= needs) {
    return {
      cause: `its ${plural(replicas, 'replica is', 'replicas are')} no more than the ${needs} that must stay ready`,
      fix: `raise the replicas to at least ${needs + 1}`,
    };
  }
  const alone = lone(environment, cluster, over);
  if (alone) return alone;
  const perZone = over === 'zone' ? 1 : cluster.nodesPerZone;
  const domains = cluster.zones.length * perZone;
  const allowed = pins.nodes ? (over === 'zone' ? 1 : pins.nodes.length) : allowedZones(pins, cluster).length * perZone;
  if (allowed < 2) return { cause: pinned(pins, cluster), fix: UNPIN };

  // What bounds a zone bounds each of its nodes.
  const bounds = (topology: Topology) => topology === over || topology === 'zone';
  const spreads = rules.spreads.filter((spread) => bounds(spread.over));
  if (spreads.length === 0 && !rules.apart.some(bounds)) {
    const key = over === 'zone' || cluster.zones.length > 1 ? ZONE : HOSTNAME;
    return {
      cause: `${replicas} replicas may all be ${over === 'zone' ? 'in one zone' : 'on one node'} (no hard spread of exactly its pods over ${over}s)`,
      fix: `spread them over ${key} with DoNotSchedule and nodeTaintsPolicy: Honor`,
    };
  }
  if (surge > 0) {
    return {
      cause: 'a rollout counts its old and new pods together',
      fix: 'add pod-template-hash to the matchLabelKeys of its topologySpreadConstraints',
    };
  }
  const skew = Math.max(1, ...spreads.map(({ maxSkew }) => maxSkew));
  return skew > 1
    ? { cause: `maxSkew ${skew} lets its pods crowd one ${over}`, fix: 'lower maxSkew to 1' }
    : { cause: `${replicas} replicas over ${domains} ${over}s leave too few`, fix: `add ${over}s or replicas` };
}

/** Why lost pods find no place again: the first rule without which they do. */
export function whyStuck(
  workload: Workload,
  over: Topology,
  environment: Environment,
  cluster: ClusterShape,
  isStuck: (survival: Survival) => boolean,
): Why {
  const alone = lone(environment, cluster, over);
  if (alone) return alone;
  const { rules, pins } = workload;
  const spreads = (change: Partial<HardSpread>) => ({ ...rules, spreads: rules.spreads.map((spread) => ({ ...spread, ...change })) });
  const counting = rules.spreads.filter(({ countsTainted }) => countsTainted).map(({ over }) => keyOf(over));
  const relaxed: readonly (readonly [Partial<Workload>, Why])[] = [
    [{ pins: ANYWHERE }, { cause: pinned(pins, cluster), fix: UNPIN }],
    [
      { rules: spreads({ countsTainted: false }) },
      {
        cause: `its spread over ${counting.join(' and ')} counts a cordoned or dead node as an empty one`,
        fix: 'add nodeTaintsPolicy: Honor',
      },
    ],
    [
      { rules: { ...rules, apart: [] } },
      {
        cause: `its required anti-affinity allows one pod per ${rules.apart.join(' and ')}`,
        fix: "lower the replicas, say in the environment's nodes.perZone that there are more nodes, or use a topologySpreadConstraint with nodeTaintsPolicy: Honor",
      },
    ],
    [
      { rules: spreads({ minDomains: 1 }) },
      { cause: 'its minDomains asks for more of them than stay', fix: 'lower minDomains to one less than there are' },
    ],
    [
      { leavesDeadNodes: true, rules: spreads({ countsTainted: false }) },
      {
        cause: 'its pods tolerate node.kubernetes.io/unreachable without end, and stay bound to a dead node',
        fix: 'give that toleration the effect NoExecute and tolerationSeconds',
      },
    ],
  ];
  const found = relaxed.find(([change]) => !isStuck(survive({ ...workload, ...change }, cluster)));
  return (
    found?.[1] ?? { cause: 'its hard spreads exclude each other on so few nodes', fix: 'keep the one over zones and make the other soft' }
  );
}

const allowedZones = ({ allowsZone }: Pins, { zones }: ClusterShape) => zones.filter(allowsZone);

function pinned(pins: Pins, cluster: ClusterShape): string {
  if (pins.nodes) return `its pods may run on ${pins.nodes.join(', ') || 'no node'} only`;
  const zones = allowedZones(pins, cluster);
  return zones.length > 0
    ? `its pods may run in zone ${zones.join(' and ')} only`
    : `its pods may run in none of the zones ${cluster.zones.join(', ')}`;
}

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
