import type { Pods } from '../../../lib/check/survival/faults.js';
import type { HardSpread, Site, Topology } from '../../../lib/check/survival/scheduler.js';

/**
 * The same question answered the slow way: every order and every choice of the scheduler is tried, by the rules as the API
 * documents them (https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/).
 */
export interface World {
  readonly nodes: readonly Site[];
  readonly pods: Pods;
}

/** Pods on each node, by position. */
type Counts = readonly number[];

interface Moment {
  readonly counts: Counts;
  readonly tainted: ReadonlySet<number>;
  /** Of dead nodes. */
  readonly ending: Counts;
}

/** Whether something comes true whatever the scheduler chooses, never, or by luck. */
export type Certainty = 'always' | 'never' | 'sometimes';

export interface Outcome {
  readonly left: number;
  /** Of a loss: all replicas are back on what remains. Of a drain: it ends. */
  readonly holds: Certainty;
}
export interface Outcomes {
  readonly zone: Outcome;
  readonly node: Outcome;
  readonly drain: Outcome;
}

const sum = (counts: Counts) => counts.reduce((a, b) => a + b, 0);
const at = (counts: Counts, index: number) => counts[index] ?? 0;
const changed = (counts: Counts, index: number, by: number) => counts.map((count, i) => (i === index ? count + by : count));

/** Every placement that a rollout can end in, where these nodes are cordoned meanwhile: all pods are placed, then those above the replicas go. */
export function placements(world: World, cordoned: ReadonlySet<number> = new Set()): readonly Counts[] {
  const none = world.nodes.map(() => 0);
  const { replicas, surge } = world.pods;
  const inRollout = scheduled(world, { counts: none, tainted: cordoned, ending: none }, replicas + surge);
  const ends = inRollout.flatMap((counts) => without(counts, Math.max(0, sum(counts) - replicas)));
  return [...new Map(ends.map((counts) => [counts.join(), counts])).values()];
}

/** All ways to take so many pods away. */
function without(counts: Counts, pods: number): readonly Counts[] {
  if (pods === 0) return [counts];
  return counts.flatMap((count, node) => (count > 0 ? without(changed(counts, node, -1), pods - 1) : []));
}

/** Everything that becomes of a placement. */
export const outcomesOf = (world: World, counts: Counts): Outcomes => ({
  zone: sum(counts) === 0 ? { left: 0, holds: 'never' } : losses(world, counts, 'zone'),
  node: sum(counts) === 0 ? { left: 0, holds: 'never' } : losses(world, counts, 'node'),
  drain: sum(counts) === 0 ? { left: 0, holds: 'always' } : drains(world, counts),
});

function losses(world: World, counts: Counts, over: Topology): Outcome {
  const outcomes = groups(world, counts, over).map((lost) => {
    const dead = new Set(lost);
    const remaining = counts.map((count, i) => (dead.has(i) ? 0 : count));
    const ending = counts.map((count, i) => (dead.has(i) ? count : 0));
    const missing = world.pods.replicas - sum(remaining);
    const ends = world.pods.leavesDeadNodes ? scheduled(world, { counts: remaining, tainted: dead, ending }, missing) : [remaining];
    return { left: sum(remaining), holds: certainty(ends.map((end) => sum(end) === world.pods.replicas)) };
  });
  return together(outcomes);
}

function drains(world: World, counts: Counts): Outcome {
  const ready = sum(counts);
  const outcomes = groups(world, counts, 'node').flatMap((nodes) =>
    nodes.map((node) => {
      const floor = Math.min(ready, Math.max(ready - at(counts, node), world.pods.budgetKeeps));
      return { left: floor, holds: certainty(drained(world, counts, node)) };
    }),
  );
  return together(outcomes);
}

/** Whether the drain ends, for every choice. */
function drained(world: World, counts: Counts, node: number): boolean[] {
  if (at(counts, node) === 0) return [true];
  if (sum(counts) <= world.pods.budgetKeeps) return [false];
  const evicted = changed(counts, node, -1);
  const moment = { counts: evicted, tainted: new Set([node]), ending: counts.map(() => 0) };
  const next = scheduled(world, moment, world.pods.replicas - sum(evicted));
  return [...new Set(next.flatMap((after) => drained(world, after, node)))];
}

/** All ends of scheduling so many pods one after another; where none fits, the rest waits. */
function scheduled(world: World, moment: Moment, pods: number): readonly Counts[] {
  let open = new Map([[moment.counts.join(), moment.counts]]);
  const ends = new Map<string, Counts>();
  for (let n = 0; n < pods; n++) {
    const next = new Map<string, Counts>();
    for (const counts of open.values()) {
      const fitting = counts.flatMap((_, node) => (fits(world, { ...moment, counts }, node) ? [changed(counts, node, 1)] : []));
      if (fitting.length === 0) ends.set(counts.join(), counts);
      for (const placed of fitting) next.set(placed.join(), placed);
    }
    open = next;
  }
  return [...ends.values(), ...open.values()];
}

function fits({ nodes, pods }: World, { counts, tainted, ending }: Moment, node: number): boolean {
  if (tainted.has(node) || !nodes[node]?.allowed) return false;
  const domain = (index: number, over: Topology) => (over === 'zone' ? nodes[index]?.zone : nodes[index]?.node);
  const all = nodes.map((_, index) => index);
  const isApart = (over: Topology) =>
    all.every((other) => domain(other, over) !== domain(node, over) || at(counts, other) + at(ending, other) === 0);
  const isEven = ({ over, maxSkew, minDomains, countsTainted, countsForbidden }: HardSpread) => {
    const eligible = all.filter((i) => (countsTainted || !tainted.has(i)) && (countsForbidden || nodes[i]?.allowed));
    const domains = [...new Set(eligible.map((i) => domain(i, over)))];
    const inDomain = (name: string | undefined) => sum(eligible.filter((i) => domain(i, over) === name).map((i) => at(counts, i)));
    const globalMinimum = domains.length < minDomains ? 0 : Math.min(...domains.map(inDomain));
    return inDomain(domain(node, over)) + 1 - globalMinimum <= maxSkew;
  };
  return pods.rules.apart.every(isApart) && pods.rules.spreads.every(isEven);
}

/** The nodes with pods, by what they share. */
function groups({ nodes }: World, counts: Counts, over: Topology): number[][] {
  const occupied = counts.flatMap((count, i) => (count > 0 ? [i] : []));
  if (over === 'node') return occupied.map((i) => [i]);
  const zones = [...new Set(occupied.map((i) => nodes[i]?.zone))];
  return zones.map((zone) => nodes.flatMap((node, i) => (node.zone === zone ? [i] : [])));
}

const certainty = (all: readonly boolean[]): Certainty => (all.every(Boolean) ? 'always' : all.some(Boolean) ? 'sometimes' : 'never');

/** Whichever of them happens: the worst of each. */
const together = (outcomes: readonly Outcome[]): Outcome => ({
  left: Math.min(...outcomes.map(({ left }) => left)),
  holds: outcomes.some(({ holds }) => holds === 'never')
    ? 'never'
    : outcomes.some(({ holds }) => holds === 'sometimes')
      ? 'sometimes'
      : 'always',
});
