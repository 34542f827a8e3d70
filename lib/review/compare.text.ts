import { type Compared, compare, type Difference } from './compare.js';
import { byNature } from './nature.js';

/** What differs by nature once, then a line per component. */
export function compareText(one: Compared, other: Compared): string {
  const nature = byNature(one.environment, other.environment).words;
  const differences = compare(one, other);
  return [
    ...(nature.length > 0 ? [`By nature different, and left out below: ${nature.join('; ')}.`, ''] : []),
    ...(differences.length > 0
      ? differences.map(line)
      : [`${one.environment.name} and ${other.environment.name} have the same components with the same values.`]),
    '',
  ].join('\n');
}

const line = ({ component, words }: Difference): string => `${component}: ${words.join('; ')}`;
