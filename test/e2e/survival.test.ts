import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uncordon } from './harness/faults.js';
import { kubectl } from './harness/kubectl.js';
import { writeResult } from './harness/results.js';
import { RUNS } from './harness/runs.js';
import { LAYOUTS } from './layouts.choose.js';
import { type Layout, layoutsEnvironment, ZONES } from './layouts.js';
import type { Prediction } from './layouts.predict.js';
import { drainOf, lossOf, type Seen, type SeenByLayout } from './survival.faults.js';
import { type ClusterNode, clusterNodes, deploy, inZone, missingFor, placer } from './survival.place.js';
import committed from './survival.predictions.json' with { type: 'json' };
import { type PodWatch, watchPods } from './survival.watch.js';

const { namespace } = layoutsEnvironment;
const HOURS = 3_600_000;
const MOST_TRIES = 5;
const FAULTS = ['drain', 'node', 'zone'] as const;
type Fault = (typeof FAULTS)[number];

const predictions = new Map<string, Prediction>(Object.entries(committed));
const predicted = (layout: Layout): Prediction => {
  const prediction = predictions.get(layout.name);
  if (!prediction) throw new Error(`there is no prediction of ${layout.name}`);
  return prediction;
};

/** All thirty under every drain, power-off and zone failure, or a sample that each fault is aimed at. */
const ALL = RUNS > 1 || process.env.E2E_LAYOUTS === 'all';
const failingOnly = (...faults: readonly Fault[]): readonly Layout[] => {
  const [first] = LAYOUTS.filter(
    (layout) => !layout.only && FAULTS.every((fault) => predicted(layout)[fault].survives !== faults.includes(fault)),
  );
  return first ? [first] : [];
};
const aims: Readonly<Record<Fault, readonly Layout[]>> = {
  node: failingOnly(),
  drain: failingOnly('drain'),
  zone: failingOnly('zone'),
};
const layouts = ALL ? LAYOUTS : [...aims.node, ...aims.drain, ...aims.zone];

const missing = await missingFor();

describe.skipIf(missing !== undefined)(`what the survival check predicts${missing ? ` (left out: ${missing})` : ''}`, () => {
  let nodes: readonly ClusterNode[];
  let watch: PodWatch;
  let settle: () => Promise<void>;
  const seen: Record<Fault, SeenByLayout[]> = { drain: [], node: [], zone: [] };

  beforeAll(async () => {
    await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait');
    nodes = await clusterNodes();
    await deploy(layouts);
    watch = await watchPods(namespace);
    settle = placer(watch, layouts, nodes);
    await settle();
  }, HOURS);
  afterAll(async () => {
    await watch?.stop();
    for (const { name } of nodes ?? []) await uncordon(name);
    await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait');
  });

  /** A loss with a second node away is no answer: it is done again, and counted. */
  let repeated = 0;
  const undisturbed = async (lost: readonly ClusterNode[]): Promise<SeenByLayout> => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const result = await lossOf(watch, layouts, lost);
      await settle();
      if (result) return result;
      repeated++;
    }
    throw new Error(`in ${MOST_TRIES} power-offs of ${lost.map(({ name }) => name).join(' and ')} another node was away each time`);
  };

  /** In a sample, the one with most pods of the layout that the fault is aimed at. */
  const targets = <T>(fault: Fault, all: readonly T[], on: (target: T) => readonly ClusterNode[]): readonly T[] => {
    if (ALL) return all;
    const aimed = aims[fault].flatMap(({ name }) => watch.of(name));
    const podsAt = (target: T) => aimed.filter(({ node }) => on(target).some(({ name }) => name === node)).length;
    return [...all].sort((a, b) => podsAt(b) - podsAt(a)).slice(0, 1);
  };

  test(
    'each drain goes as far as the budgets let it',
    async () => {
      for (const node of targets('drain', nodes, (one) => [one])) {
        seen.drain.push(await drainOf(watch, layouts, node));
        await settle();
      }
    },
    2 * HOURS,
  );

  // In a sample, the zone below takes its nodes with it.
  test.runIf(ALL)(
    'each node loses its power',
    async () => {
      for (const node of targets('node', nodes, (one) => [one])) {
        seen.node.push(await undisturbed([node]));
      }
    },
    2 * HOURS,
  );

  test(
    'each zone loses its power',
    async () => {
      for (const zone of targets('zone', ZONES, (one) => inZone(nodes, one))) {
        seen.zone.push(await undisturbed(inZone(nodes, zone)));
      }
    },
    2 * HOURS,
  );

  test('is what the cluster shows, of every layout and every fault', async () => {
    const tried = FAULTS.filter((fault) => seen[fault].length > 0);
    const rows = layouts.map((layout) => {
      const { layout: is, zone, node, drain } = predicted(layout);
      const shown = { drain: worst(seen.drain, layout), node: worst(seen.node, layout), zone: worst(seen.zone, layout) };
      const said = {
        drain: { left: drain.left, holds: drain.ends },
        node: { left: node.left, holds: node.recovers },
        zone: { left: zone.left, holds: zone.recovers },
      };
      return { name: layout.name, is, said, shown, agrees: tried.every((fault) => agree(said[fault], shown[fault])) };
    });
    await writeResult('survival', {
      faults: { drains: seen.drain.length, powerOffs: seen.node.length, zones: seen.zone.length, repeated },
      agree: `${rows.filter(({ agrees }) => agrees).length} of ${rows.length}`,
      layouts: rows,
    });
    expect(rows.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(rows.some(({ shown }) => tried.some((fault) => !survives(shown[fault])))).toBe(true);
  });
});

/** Over all drains, nodes or zones: a fault is survived where each of them is. */
const worst = (all: readonly SeenByLayout[], { name }: Layout): Seen => ({
  left: Math.min(...all.map((one) => one.get(name)?.left ?? 0)),
  holds: all.every((one) => one.get(name)?.holds ?? false),
});

const survives = ({ left, holds }: Seen) => left > 0 && holds;

/** The verdict is the same, for the same reason, and no fewer pods stayed than was promised. */
const agree = (said: Seen, shown: Seen): boolean =>
  survives(said) === survives(shown) && said.holds === shown.holds && shown.left >= said.left;
