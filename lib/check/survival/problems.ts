import type { Component } from '../../core/component.js';
import { type ClusterShape, shapeOf } from './cluster.js';
import type { Case } from './faults.js';
import { podsOn, type Topology } from './scheduler.js';
import { type Survival, survive } from './survive.js';
import { plural, type Why, whyStuck, whyTooFew } from './why.js';
import type { Workload } from './workloads.js';

interface Problem extends Why {
  readonly claim: string;
  /** The counter-example. */
  readonly shown: string;
}

/** A sentence for each way in which a workload breaks its component's claim; two that have one remedy are told once. */
export function survivalProblems(component: Component, workload: Workload): readonly string[] {
  const { zones, nodes, needs = 1 } = component.claim;
  const cluster = shapeOf(component.environment);
  const survival = survive(workload, cluster);
  const subject = { component, workload, cluster, survival, needs };
  const problems = [
    ...(zones > 0 ? lossProblem(subject, 'zone') : []),
    ...(nodes > 0 ? [...lossProblem(subject, 'node'), ...drainProblem(subject)] : []),
  ];
  const who = workload.name === component.name ? '' : `${workload.kind} "${workload.name}" `;
  const byFix = new Map(problems.toReversed().map((problem) => [problem.fix, problem]));
  return problems
    .filter((problem) => byFix.get(problem.fix) === problem)
    .map(({ claim, cause, shown, fix }) => `${who}claims to survive ${claim}, but ${cause}: ${shown}; ${fix}`);
}

interface Judged {
  readonly component: Component;
  readonly workload: Workload;
  readonly cluster: ClusterShape;
  readonly survival: Survival;
  readonly needs: number;
}

function lossProblem({ component, workload, cluster, survival, needs }: Judged, over: Topology): Problem[] {
  const { left, recovers, fewest, stuck } = survival[over];
  const claim = `the loss of a ${over}`;
  if (left < needs) {
    const why = whyTooFew(workload, over, needs, component.environment, cluster);
    return [{ claim, ...why, shown: fewest ? `${goes(fewest, over)}, ${stays(left, needs)}` : 'no pod finds a place' }];
  }
  // A StatefulSet's pod waits for its node and its volume: it survives by what is left.
  if (recovers || workload.kind === 'StatefulSet') return [];
  const why = whyStuck(workload, over, component.environment, cluster, (other) => !other[over].recovers);
  const missing = stuck ? `, ${stays(stuck.left, needs)} and ${plural(stuck.waiting, 'finds', 'find')} no place again` : '';
  return [{ claim, ...why, shown: stuck ? `${goes(stuck, over)}${missing}` : 'no pod finds a place' }];
}

/** That it keeps enough ready goes without saying: never fewer than the loss of the node leaves. */
function drainProblem({ component, workload, cluster, survival }: Judged): Problem[] {
  const { ends, stuck } = survival.drain;
  // A budget that lets nobody go is what the check `drain` is about.
  if (ends || !stuck || workload.budgetKeeps >= workload.replicas) return [];
  const why = whyStuck(workload, 'node', component.environment, cluster, (other) => !other.drain.ends);
  const waiting = plural(stuck.waiting, 'evicted pod finds', 'evicted pods find');
  const shown =
    `the drain of node ${stuck.at} with ${share(stuck)} never ends, since ${waiting} no place again ` +
    `and its PodDisruptionBudget keeps ${workload.budgetKeeps} ready`;
  return [{ claim: 'a drain', ...why, shown }];
}

function goes(lost: Case, over: Topology): string {
  const where = lost.on.length > 1 ? ` (${lost.on.map(({ node, pods }) => `${node}: ${pods}`).join(', ')})` : '';
  return `${over} ${lost.at} with ${share(lost)}${where} goes`;
}

/** Counts what was there before: the case's own placement, not the wanted replicas. */
const share = ({ on, placement }: Case): string => `${podsOn(on)} of ${plural(podsOn(placement), 'pod', 'pods')}`;

const stays = (left: number, needs: number): string =>
  `${plural(left, 'stays', 'stay')} ready${needs > 1 ? ` of the ${needs} that it needs` : ''}`;
