import type { SynthesizedStack } from '../core/synth.js';

/** A line for each exception and one for each sentence that it accepts, so that nobody forgets them, or accepts more than they meant. */
export const exceptionLines = (stacks: readonly SynthesizedStack[]): string[] =>
  stacks.flatMap(({ name, accepted }) =>
    accepted.flatMap(({ app, component, check, reason, findings }) => [
      `accepted  ${name}  ${app}/${component}  ${check}: ${reason} (${findings.length} ${findings.length === 1 ? 'finding' : 'findings'})`,
      ...findings.map((sentence) => `          ${sentence}`),
    ]),
  );
