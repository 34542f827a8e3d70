import { addTo } from '../check/indexes.js';
import { worst } from './effects.js';
import type { ComponentImpact } from './impact.js';
import { impactWords, objectLines } from './impact.words.js';

/** What several environments have in common. */
export interface Group<T> {
  readonly stacks: readonly string[];
  readonly value: T;
}

/** Components with the same effects in several environments, once; the worst of all first. */
export const sameEffects = (impacts: readonly ComponentImpact[]): Group<ComponentImpact>[] =>
  grouped(
    impacts.map((impact) => ({ stack: impact.stack, key: JSON.stringify([impact.component, impactWords(impact)]), value: impact })),
  ).sort((one, other) => worst(one.value.effects) - worst(other.value.effects));

/** Environments of which every component changes alike, down to the fields, once. */
export function sameChanges(impacts: readonly ComponentImpact[]): Group<readonly ComponentImpact[]>[] {
  const stacks = new Map<string, ComponentImpact[]>();
  for (const impact of impacts) addTo(stacks, impact.stack, impact);
  const lines = (impact: ComponentImpact) => [impact.component, impactWords(impact), impact.objects.map(objectLines)];
  return grouped([...stacks].map(([stack, value]) => ({ stack, key: JSON.stringify(value.map(lines)), value })));
}

function grouped<T>(items: readonly { readonly stack: string; readonly key: string; readonly value: T }[]): Group<T>[] {
  const groups = new Map<string, { stacks: string[]; value: T }>();
  for (const { stack, key, value } of items) {
    const group = groups.get(key);
    if (group) group.stacks.push(stack);
    else groups.set(key, { stacks: [stack], value });
  }
  return [...groups.values()];
}

/** `2 components change in dev, staging`, or that none does. */
export function headline(impacts: readonly ComponentImpact[]): string {
  const stacks = [...new Set(impacts.map(({ stack }) => stack))];
  const components = new Set(impacts.map(({ component }) => component)).size;
  if (components === 0) return 'No component changes.';
  return `${components} component${components === 1 ? ' changes' : 's change'} in ${stacks.join(', ')}.`;
}
