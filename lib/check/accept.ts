import type { Component } from '../core/component.js';
import type { Check, Finding } from './check.js';
import { addTo } from './indexes.js';

/** Findings of one check that a component accepts, with the reason that it gives. */
export interface AcceptedException {
  readonly check: string;
  readonly app: string;
  readonly component: string;
  readonly reason: string;
  /** The sentences that would have stopped the run. */
  readonly findings: readonly string[];
}

/** What is wrong with the exceptions themselves. */
export function acceptProblems(components: readonly Component[], checks: readonly Check[]): string[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const allowed = checks.flatMap(({ id, acceptable }) => (acceptable ? [id] : [])).join(', ');
  return components.flatMap(({ kind, name, accept }) =>
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

/** Parts the findings of a check: what stops the run, and what a component accepts. */
export function applyAccepted(
  { id, acceptable }: Check,
  findings: readonly Finding[],
  components: ReadonlyMap<string, Component>,
): { readonly problems: readonly string[]; readonly accepted: readonly AcceptedException[] } {
  const problems: string[] = [];
  const acceptedBy = new Map<Component, string[]>();
  for (const { component, problem } of findings) {
    const owner = component === undefined ? undefined : components.get(component);
    if (acceptable && owner?.accept[id]?.trim()) addTo(acceptedBy, owner, problem);
    else problems.push(problem);
  }
  const accepted = [...acceptedBy].map(([{ app, name, accept }, sentences]) => ({
    check: id,
    app,
    component: name,
    reason: accept[id] ?? '',
    findings: sentences,
  }));
  return { problems, accepted };
}
