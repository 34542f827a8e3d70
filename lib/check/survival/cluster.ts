import type { Environment } from '../../core/environment.js';
import type { Pins } from './pins.js';
import type { Site } from './scheduler.js';

/** The nodes that there are at least. */
export interface ClusterShape {
  readonly zones: readonly string[];
  readonly nodesPerZone: number;
}

/** An environment that says nothing of its nodes has one in each zone, and two where there is one zone. */
export const shapeOf = ({ zones, nodes }: Environment): ClusterShape => ({
  zones,
  nodesPerZone: nodes?.perZone ?? (zones.length > 1 ? 1 : 2),
});

/** Nodes of the zones in turn, `a-1` the first of zone a; those that pods are pinned to by name come first, and all in one zone. */
export function sitesOf({ zones, nodesPerZone }: ClusterShape, pins: Pins): readonly Site[] {
  const site = (node: string, zone: string, allowed: boolean): Site => ({ node, zone, allowed, tainted: false, pods: 0, ending: 0 });
  const home = zones.find((zone) => pins.allowsZone(zone));
  const named = (pins.nodes ?? []).map((node) => site(node, home ?? zones[0] ?? '', home !== undefined));
  const others = zones.flatMap((zone) =>
    Array.from({ length: nodesPerZone }, (_, n) => site(`${zone}-${n + 1}`, zone, !pins.nodes && pins.allowsZone(zone))),
  );
  return [...named, ...others];
}
