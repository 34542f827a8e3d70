import type { SynthesizedStack } from '../core/synth.js';

/** A line for each exception that a component makes, so that nobody forgets them. */
export const exceptionLines = (stacks: readonly SynthesizedStack[]): string[] =>
  stacks.flatMap(({ name, accepted }) =>
    accepted.map(
      ({ app, component, check, reason, findings }) =>
        `accepted  ${name}  ${app}/${component}  ${check}: ${reason} (${findings.length} ${findings.length === 1 ? 'finding' : 'findings'})`,
    ),
  );
