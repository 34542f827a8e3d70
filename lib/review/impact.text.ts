import { headline, sameChanges } from './impact.groups.js';
import type { ComponentImpact } from './impact.js';
import { impactWords, objectLines } from './impact.words.js';

/** For a terminal: environments, in each its components with what happens to them, then every field. */
export function impactText(impacts: readonly ComponentImpact[]): string {
  const sections = sameChanges(impacts).map(({ stacks, value }) => [stacks.join(', '), ...value.flatMap(componentLines)].join('\n'));
  return `${[headline(impacts), ...sections].join('\n\n')}\n`;
}

const componentLines = (impact: ComponentImpact): string[] => [
  `  ${impact.component}`,
  ...impactWords(impact).map((words) => `    ${words}`),
  ...fieldLines(impact).map((line) => `      ${line}`),
];

/** A new or removed component says how many objects it has: their names tell no more. */
export const fieldLines = ({ effects, objects }: ComponentImpact): string[] =>
  effects.some(({ effect }) => effect === 'new' || effect === 'removed') ? [] : objects.flatMap(objectLines);
