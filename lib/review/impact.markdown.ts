import { type Group, headline, sameChanges, sameEffects } from './impact.groups.js';
import type { ComponentImpact } from './impact.js';
import { fieldLines } from './impact.text.js';
import { impactWords } from './impact.words.js';

/** A comment on GitHub has at most 65,536 characters. Half is for the table, half for the fields, and some is to spare. */
const MOST_CHARACTERS = 30_000;

/**
 * For a pull request: a table of what happens, with environments that change alike on one line, and below it every field in
 * sections to unfold. Cut where it would be too long for a comment, with the number of lines that are left out.
 */
export function impactMarkdown(impacts: readonly ComponentImpact[]): string {
  const title = `### Change impact\n\n${headline(impacts)}\n`;
  if (impacts.length === 0) return title;
  const rows = sameEffects(impacts).map(
    ({ stacks, value }) =>
      `| ${stacks.map(plain).join(', ')} | ${plain(value.component)} | ${impactWords(value).map(plain).join('<br>')} |`,
  );
  const sections = sameChanges(impacts)
    .map(({ stacks, value }) => ({ stacks, value: value.flatMap(componentLines) }))
    .filter(({ value }) => value.length > 0);
  return [
    title,
    '| environment | component | impact |',
    '| --- | --- | --- |',
    ...within(rows, MOST_CHARACTERS, (left) => `| | | and ${left} more |`),
    ...sections.map((group) => section(group, MOST_CHARACTERS / sections.length)),
    '',
  ].join('\n');
}

const section = ({ stacks, value }: Group<readonly string[]>, most: number): string =>
  [
    `\n<details><summary>${stacks.map(plain).join(', ')}: every field</summary>\n`,
    '~~~~text',
    ...within(value, most, (left) => `and ${left} more lines`),
    '~~~~\n\n</details>',
  ].join('\n');

function componentLines(impact: ComponentImpact): string[] {
  const fields = fieldLines(impact);
  return fields.length > 0 ? [impact.component, ...fields.map((line) => `  ${line}`)] : [];
}

/** As many lines as fit, then one that says how many do not. */
function within(lines: readonly string[], most: number, rest: (left: number) => string): string[] {
  let length = 0;
  const fitting = lines.findIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return fitting < 0 ? [...lines] : [...lines.slice(0, fitting), rest(lines.length - fitting)];
}

/**
 * What comes from manifests is text: it makes no columns, no markup, calls nobody and refers to no issue (both are looked for
 * after entities are resolved; a space of no width ends them).
 */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_|[\]~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[@#]/g, '$&&#8203;');
