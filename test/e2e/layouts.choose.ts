import { type ClusterShape, sitesOf } from '../../lib/check/survival/cluster.js';
import { outcomesOf, placements, type World } from '../check/survival/truth.js';
import { type Layout, NODES_PER_ZONE, ZONES } from './layouts.js';
import { type Predicted, renderLayouts, type Verdict } from './layouts.predict.js';

const SEED = 251;
const SURVIVORS = 12;
const FAILING = 18;
const CLUSTER: ClusterShape = { zones: ZONES, nodesPerZone: NODES_PER_ZONE };
const FAULTS = ['zone', 'node', 'drain'] as const;
const SURVIVES_ALL = 'true,true,true,';

/** Every combination of what a layout is made of. */
function everyLayout(): Layout[] {
  const zones = ['hard', 'hard, taints ignored', 'soft', 'none'] as const;
  const nodes = ['hard', 'hard, taints ignored', 'apart', 'none'] as const;
  const pins = ['none', 'to a zone', 'to a node'] as const;
  const budgets = ['maxUnavailable 1', 'maxUnavailable 0', 'minAvailable all', 'minAvailable all but one', 'minAvailable 50%'] as const;
  const layouts = [1, 2, 3, 4, 5, 6].flatMap((replicas) =>
    zones.flatMap((zone) =>
      nodes.flatMap((node) => pins.flatMap((pin) => budgets.map((budget) => ({ replicas, zones: zone, nodes: node, pin, budget })))),
    ),
  );
  return layouts.map((layout, index) => ({ name: `candidate-${index}`, ...layout }));
}

/** Numbers from 0 to 1, the same in every run: https://en.wikipedia.org/wiki/Linear_congruential_generator (Numerical Recipes). */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed);
  return values
    .map((value) => ({ value, order: random.next().value }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

/** The layout if a cluster can show what is predicted of it, whatever the scheduler chooses; with its pods put in place where it must. */
function demonstrable({ layout, survival, verdict }: Predicted): Layout | undefined {
  const world: World = { nodes: sitesOf(CLUSTER, survival.workload.pins), pods: survival.workload };
  const shows = (cordoned: ReadonlySet<number>) =>
    placements(world, cordoned).every(
      (counts) => counts.reduce((a, b) => a + b, 0) === layout.replicas && agrees(outcomesOf(world, counts), verdict),
    );
  if (shows(new Set())) return layout;
  const zone = ZONES.find((name) => survival.workload.pins.allowsZone(name));
  for (const only of [[`${zone}-1`], [`${zone}-1`, `${zone}-2`]]) {
    if (shows(new Set(world.nodes.flatMap(({ node }, i) => (only.includes(node) ? [] : [i]))))) return { ...layout, only };
  }
  return undefined;
}

const agrees = (outcomes: ReturnType<typeof outcomesOf>, verdict: Verdict): boolean =>
  FAULTS.every((fault) => {
    const { left, holds } = outcomes[fault];
    const { survives, left: sure } = verdict[fault];
    const predicted = fault === 'drain' ? verdict.drain.ends : verdict[fault].recovers;
    return holds === (predicted ? 'always' : 'never') && left >= sure && (left > 0 && holds === 'always') === survives;
  });

/** What the library makes for production when nothing is asked. */
const isDefault = ({ replicas, zones, nodes, pin, budget }: Layout) =>
  replicas === 3 && zones === 'hard' && nodes === 'none' && pin === 'none' && budget === 'maxUnavailable 1';

/** Layouts that survive everything, and of each other way as many as there is room for; no way by one means only. */
function choose(): readonly Layout[] {
  const ways = new Map<string, Layout[]>();
  const candidates = shuffled(renderLayouts(everyLayout()).predicted, SEED);
  const defaultsFirst = candidates.sort((a, b) => Number(isDefault(b.layout)) - Number(isDefault(a.layout)));
  for (const predicted of defaultsFirst) {
    const layout = demonstrable(predicted);
    if (!layout) continue;
    const way = [...FAULTS.map((fault) => predicted.verdict[fault].survives), layout.only ? 'put' : ''].join();
    const found = ways.get(way) ?? [];
    const alike = found.filter(({ zones, nodes, pin }) => zones === layout.zones && nodes === layout.nodes && pin === layout.pin);
    if (alike.length < (way === SURVIVES_ALL ? 2 : 1)) ways.set(way, [...found, layout]);
  }
  const survivors = (ways.get(SURVIVES_ALL) ?? []).slice(0, SURVIVORS);
  const failing = [...ways].flatMap(([way, layouts]) => (way === SURVIVES_ALL ? [] : [layouts]));
  const turns = Array.from({ length: FAILING }, (_, turn) => failing.flatMap((layouts) => layouts[turn] ?? []));
  return [...survivors, ...turns.flat().slice(0, FAILING)].map((layout, i) => ({
    ...layout,
    name: `layout-${String(i + 1).padStart(2, '0')}`,
  }));
}

/** The thirty layouts, in the same order in every run. */
export const LAYOUTS = choose();
