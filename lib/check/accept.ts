import { Component } from '../core/component.js';
import type { Rendered } from '../core/manifest.js';
import type { Check, Finding } from './check.js';
import { type Owner, ownerOf } from './findings.js';
import { addTo } from './indexes.js';

/** Findings of one check that are accepted, with the reason that is given. */
export interface AcceptedException {
  readonly check: string;
  readonly app: string;
  /** The component, or the construct in the chart that the objects are in. */
  readonly component: string;
  readonly reason: string;
  /** The sentences that would have stopped the run. */
  readonly findings: readonly string[];
}

/** Who says what is meant to be: a component of its own objects and its parts', a chart of those that no component made. */
interface Accepting {
  /** The chart's name, and the component's below it. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly accept: Readonly<Record<string, string>>;
}

type Accepters = Pick<Rendered, 'components' | 'charts'>;

const byChart = ({ name, accept }: Accepters['charts'][number]): Accepting => ({ path: name, kind: 'app', name, accept });
const byComponent = ({ app, kind, name, accept }: Component): Accepting => ({ path: `${app}/${name}`, kind, name, accept });
const acceptingIn = ({ components, charts }: Accepters): readonly Accepting[] => [...charts.map(byChart), ...components.map(byComponent)];

/** The nearest that gives a reason. */
function accepterOf({ components, charts }: Accepters, { app, component }: Owner, check: string): Accepting | undefined {
  const owner = ownerOf({ components }, { app, component });
  const may = owner
    ? owner.node.scopes.flatMap((scope) => (scope instanceof Component ? [byComponent(scope)] : [])).reverse()
    : charts.filter(({ name }) => name === app).map(byChart);
  return may.find(({ accept }) => accept[check]?.trim());
}

/** What is wrong with the exceptions themselves. */
export function acceptProblems(rendered: Rendered, checks: readonly Check[]): string[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const allowed = checks.flatMap(({ id, acceptable }) => (acceptable ? [id] : [])).join(', ');
  return acceptingIn(rendered).flatMap(({ kind, name, accept }) =>
    Object.entries(accept).flatMap(([id, reason]) => {
      const check = byId.get(id);
      if (!check) return [`${kind} "${name}": accept names "${id}", which is no check; use one of ${allowed}`];
      if (!check.acceptable) {
        return [`${kind} "${name}": accept names "${id}", whose findings always stop a run; mend them (only ${allowed} can be accepted)`];
      }
      return reason.trim() ? [] : [`${kind} "${name}": accept gives no reason for "${id}"; write why it is meant to be`];
    }),
  );
}

/** Parts the findings of a check: what stops the run, and what is accepted. */
export function applyAccepted(
  { id, acceptable }: Check,
  findings: readonly Finding[],
  rendered: Rendered,
): { readonly problems: readonly string[]; readonly accepted: readonly AcceptedException[] } {
  const problems: string[] = [];
  const accepted = new Map<string, AcceptedException & { readonly findings: string[] }>();
  for (const { app, component, problem } of findings) {
    const whose = acceptable && app !== undefined && component !== undefined ? { app, component } : undefined;
    const reason = whose && accepterOf(rendered, whose, id)?.accept[id];
    if (!whose || reason === undefined) {
      problems.push(problem);
      continue;
    }
    const key = `${app}/${component}`;
    const known = accepted.get(key) ?? { check: id, ...whose, reason, findings: [] };
    accepted.set(key, known);
    known.findings.push(problem);
  }
  return { problems, accepted: [...accepted.values()] };
}

/** A stack whose checks have run. */
interface Judged extends Accepters {
  readonly name: string;
  readonly accepted: readonly AcceptedException[];
}

/**
 * Exceptions that accept nothing, and in which stacks they stand. It takes all stacks to say so: what is found in production
 * alone is accepted in every environment. What is found against the committed state is gone once that is committed.
 */
export function unusedAccepts(stacks: readonly Judged[], checks: readonly Check[]): ReadonlyMap<string, readonly string[]> {
  const lasting = new Set(checks.flatMap(({ id, acceptable, examples }) => (acceptable && examples.before === undefined ? [id] : [])));
  const used = new Set(stacks.flatMap((stack) => stack.accepted.map((one) => `${one.check} ${accepterOf(stack, one, one.check)?.path}`)));
  const unused = new Map<string, string[]>();
  for (const stack of stacks) {
    for (const { path, kind, name, accept } of acceptingIn(stack)) {
      for (const [id, reason] of Object.entries(accept)) {
        if (!lasting.has(id) || !reason.trim() || used.has(`${id} ${path}`)) continue;
        addTo(unused, `${kind} "${name}": accept gives a reason for "${id}", which finds nothing to accept; remove it`, stack.name);
      }
    }
  }
  return unused;
}
