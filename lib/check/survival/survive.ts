import { type ClusterShape, sitesOf } from './cluster.js';
import { type Drain, drainEach, type Loss, loseEach, type Pods, place } from './faults.js';
import { podsOn, type Site } from './scheduler.js';
import type { Workload } from './workloads.js';

/** What is sure of a workload, wherever the scheduler has put its pods. */
export interface Survival {
  /** Pods that find a place while nothing is broken: fewer than the replicas where the rules leave too few nodes. */
  readonly ready: number;
  readonly zone: Loss;
  readonly node: Loss;
  readonly drain: Drain;
}

/**
 * What stays ready after the loss of any zone, of any node, and through the drain of any node, for the worst placement that
 * the scheduler's hard rules allow, and whether the lost pods find a place again.
 *
 * From a placement that the scheduler made: a scaler that takes pods away may leave it uneven until the next rollout.
 */
export function survive(workload: Workload, cluster: ClusterShape): Survival {
  // With one node more than pods in each zone, further ones change nothing.
  const nodesPerZone = Math.min(cluster.nodesPerZone, workload.replicas + workload.surge + 1);
  const nodes = sitesOf({ ...cluster, nodesPerZone }, workload.pins);
  const survival = surviveOn(workload, nodes);
  return ruledByNode(workload) ? { ...survival, zone: worseLoss(survival.zone, surviveOn(ofManyNodes(workload), nodes).zone) } : survival;
}

/** The same on exactly these nodes: some placements are the worst for the loss of a zone and, where nodes matter, others for that of a node. */
export const surviveOn = (pods: Pods, nodes: readonly Site[]): Survival =>
  (ruledByNode(pods) ? (['zone', 'node'] as const) : (['zone'] as const))
    .flatMap((crowd) => place(pods, nodes, crowd))
    .map((sites) => ({
      ready: podsOn(sites),
      zone: loseEach(pods, sites, 'zone'),
      node: loseEach(pods, sites, 'node'),
      drain: drainEach(pods, sites),
    }))
    .reduce(worse);

const ruledByNode = ({ rules }: Pods) => rules.apart.includes('node') || rules.spreads.some(({ over }) => over === 'node');

/** A zone may have more nodes than the least, and then a rule over nodes keeps no pod out of it. */
const ofManyNodes = ({ rules, ...pods }: Pods): Pods => ({
  ...pods,
  rules: { spreads: rules.spreads.filter(({ over }) => over === 'zone'), apart: rules.apart.filter((over) => over === 'zone') },
});

const worse = (a: Survival, b: Survival): Survival => ({
  ready: Math.min(a.ready, b.ready),
  zone: worseLoss(a.zone, b.zone),
  node: worseLoss(a.node, b.node),
  drain: {
    left: Math.min(a.drain.left, b.drain.left),
    ends: a.drain.ends && b.drain.ends,
    stuck: a.drain.stuck ?? b.drain.stuck,
  },
});

const worseLoss = (a: Loss, b: Loss): Loss => ({
  left: Math.min(a.left, b.left),
  recovers: a.recovers && b.recovers,
  fewest: a.left <= b.left ? a.fewest : b.fewest,
  stuck: a.stuck ?? b.stuck,
});
