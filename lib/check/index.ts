import { type AcceptedException, acceptProblems, applyAccepted, unusedAccepts } from './accept.js';
import type { Check, Finding, Subject } from './check.js';
import { drain } from './drain.js';
import { generations } from './generations.js';
import { immutable } from './immutable.js';
import { repeated } from './indexes.js';
import { madeElsewhere } from './made-elsewhere.js';
import { members } from './members.js';
import { network } from './network.js';
import { nodeSize } from './node-size.js';
import { oneScaler } from './one-scaler.js';
import { probes } from './probes.js';
import { quantities } from './quantities.js';
import { quota } from './quota.js';
import { references } from './references.js';
import { routes } from './routes.js';
import { scope } from './scope.js';
import { secretLiteral } from './secret-literal.js';
import { selectors } from './selectors.js';
import { survival } from './survival/index.js';
import { timeouts } from './timeouts.js';
import { topics } from './topics.js';
import { transition } from './transition.js';
import { uniqueNames } from './unique-names.js';

/** Every check, in the order in which problems are told. */
export const CHECKS: readonly Check[] = [
  uniqueNames,
  scope,
  secretLiteral,
  quantities,
  quota,
  nodeSize,
  references,
  madeElsewhere,
  selectors,
  probes,
  timeouts,
  oneScaler,
  drain,
  survival,
  network,
  routes,
  immutable,
  topics,
  members,
  generations,
  transition,
];

/** What the checks say of a stack. */
export interface Checked {
  /** The sentences that stop the run: those of the constructs themselves first. */
  readonly problems: readonly string[];
  readonly accepted: readonly AcceptedException[];
}

export function runChecks(subject: Subject): Checked {
  const results = findingsOf(subject).map(({ check, findings }) => applyAccepted(check, findings, subject));
  return {
    problems: [...subject.problems, ...acceptProblems(subject, CHECKS), ...results.flatMap(({ problems }) => problems)],
    accepted: results.flatMap(({ accepted }) => accepted),
  };
}

/** Exceptions that accept nothing in any of a platform's stacks, and the stacks that they stand in. */
export const unusedExceptions = (stacks: Parameters<typeof unusedAccepts>[0]): ReadonlyMap<string, readonly string[]> =>
  unusedAccepts(stacks, CHECKS);

/** What each check finds, accepted or not. Where two components share a name, all that can be said of them is that. */
export function findingsOf(subject: Subject): { readonly check: Check; readonly findings: readonly Finding[] }[] {
  const shared = new Set(repeated(subject.components, ({ name }) => name).map(([{ name }]) => name));
  return CHECKS.map((check) => {
    const findings = check.run(subject);
    const isClear = ({ component }: Finding) => check === uniqueNames || component === undefined || !shared.has(component);
    return { check, findings: findings.filter(isClear) };
  });
}

export type { AcceptedException } from './accept.js';
export type { Check, Finding, Subject } from './check.js';
