import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pods } from '../../../lib/check/survival/faults.js';
import { type Site, schedule, type Topology } from '../../../lib/check/survival/scheduler.js';
import { survive, surviveOn } from '../../../lib/check/survival/survive.js';
import { outcomesOf, placements } from './truth.js';

const nodesOf = (zones: number, perZone: number, allowed: (zone: number, node: number) => boolean = () => true): Site[] =>
  Array.from({ length: zones }, (_, zone) =>
    Array.from({ length: perZone }, (_, node) => ({
      node: `${zone}-${node}`,
      zone: String(zone),
      allowed: allowed(zone, node),
      tainted: false,
      pods: 0,
      ending: 0,
    })),
  ).flat();

const spread = (over: fc.Arbitrary<Topology>, minDomains: fc.Arbitrary<number> = fc.constant(1)) =>
  fc.record({ over, maxSkew: fc.constantFrom(1, 1, 2), minDomains, countsTainted: fc.boolean(), countsForbidden: fc.boolean() });
const shape = fc.constantFrom([1, 2], [1, 3], [2, 1], [2, 2], [3, 1], [3, 2]);
const apart = fc.constantFrom<Topology[]>([], [], ['node'], ['zone']);

/** Pods are held to whole zones, as bits, or to a few nodes of one, or to none. */
const pins = fc.record({ inZones: fc.constantFrom(7, 7, 7, 1, 2, 6, 0), named: fc.constantFrom(0, 0, 0, 1, 2) });

const pods = (spreads: fc.Arbitrary<Pods['rules']['spreads']>, most: number): fc.Arbitrary<Pods> =>
  fc.record({
    replicas: fc.integer({ min: 1, max: most }),
    surge: fc.constantFrom(0, 0, 1, 2),
    rules: fc.record({ spreads, apart }),
    budgetKeeps: fc.integer({ min: 0, max: most }),
    leavesDeadNodes: fc.constantFrom(true, true, true, false),
  });

const ANY_WORKLOAD = {
  app: 'shop',
  component: 'api',
  kind: 'Deployment' as const,
  name: 'api',
  pins: { allowsZone: () => true, nodes: undefined },
};

/** The model's answer beside that of trying everything, for the nodes that there are exactly. */
function compare(world: Pods, nodes: readonly Site[]) {
  const survival = surviveOn(world, nodes);
  const all = placements({ nodes, pods: world }).map((counts) => outcomesOf({ nodes, pods: world }, counts));
  const least = (fault: 'zone' | 'node' | 'drain') => Math.min(...all.map((outcomes) => outcomes[fault].left));
  const always = (fault: 'zone' | 'node' | 'drain') => all.every((outcomes) => outcomes[fault].holds === 'always');
  return {
    model: {
      left: [survival.zone.left, survival.node.left, survival.drain.left],
      holds: [survival.zone.recovers, survival.node.recovers, survival.drain.ends],
    },
    truth: { left: [least('zone'), least('node'), least('drain')], holds: [always('zone'), always('node'), always('drain')] },
  };
}

describe('the survival model', () => {
  it('says what trying every choice of the scheduler says, with one spread', () => {
    const one = fc.oneof(
      fc.constant([]),
      spread(fc.constantFrom<Topology>('zone', 'node'), fc.constantFrom(1, 1, 3)).map((only) => [only]),
    );
    fc.assert(
      fc.property(pods(one, 6), shape, pins, (world, [zones = 1, perZone = 1], { inZones, named }) => {
        const inZone = (zone: number) => ((inZones >> zone) & 1) === 1;
        const home = [0, 1, 2].find(inZone);
        const isNamed = (zone: number, node: number) => named === 0 || (zone === home && node < named);
        const { model, truth } = compare(
          world,
          nodesOf(zones, perZone, (zone, node) => inZone(zone) && isNamed(zone, node)),
        );
        expect(model).toEqual(truth);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('says so with a spread over zones and one over nodes', () => {
    const two = fc.tuple(spread(fc.constant<Topology>('zone')), spread(fc.constant<Topology>('node')));
    fc.assert(
      fc.property(pods(two, 6), shape, (world, [zones = 1, perZone = 1]) => {
        const { model, truth } = compare(world, nodesOf(zones, perZone));
        expect(model).toEqual(truth);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('promises nothing that more nodes would break', () => {
    const some = fc.array(spread(fc.constantFrom<Topology>('zone', 'node')), { maxLength: 1 });
    const more = fc.constantFrom<readonly number[]>([0, 0, 0], [1, 0, 0], [1, 1, 1], [0, 1, 0]);
    fc.assert(
      fc.property(pods(some, 4), fc.constantFrom([1, 2], [2, 1], [2, 2], [3, 1]), more, (world, [zones = 1, perZone = 1], extra) => {
        const names = ['0', '1', '2'].slice(0, zones);
        const promised = survive({ ...world, ...ANY_WORKLOAD }, { zones: names, nodesPerZone: perZone });
        const nodes = nodesOf(zones, perZone + 1).filter(({ node }) => {
          const [zone = 0, n = 0] = node.split('-').map(Number);
          return n < perZone + (extra[zone] ?? 0);
        });
        const { truth } = compare(world, nodes);
        const [zone = 0, node = 0, drain = 0] = truth.left;
        expect({ zone: promised.zone.left <= zone, node: promised.node.left <= node, drain: promised.drain.left <= drain }).toEqual({
          zone: true,
          node: true,
          drain: true,
        });
        const kept = [promised.zone.recovers, promised.node.recovers, promised.drain.ends].map((holds, n) => !holds || truth.holds[n]);
        expect(kept).toEqual([true, true, true]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('crowds a zone as far as the skew lets it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (replicas, zones, maxSkew) => {
          const rules = {
            spreads: [{ over: 'zone' as const, maxSkew, minDomains: 1, countsTainted: false, countsForbidden: false }],
            apart: [],
          };
          const [first] = schedule(nodesOf(zones, 1), rules, replicas, 'zone');
          // With t pods in the emptiest zone: no more than t + maxSkew, and no more than the others leave.
          const closed = Math.max(
            ...Array.from({ length: Math.floor(replicas / zones) + 1 }, (_, t) => Math.min(t + maxSkew, replicas - (zones - 1) * t)),
          );
          expect(first?.pods).toBe(closed);
        },
      ),
    );
  });
});
