import type { ArchitectureMap, MapNode } from './model.js';

/** How the outline of a box looks: a host round, a service outside of the cluster with slanted sides. */
const SHAPES: Readonly<Record<MapNode['place'], (label: string) => string>> = {
  entrance: (label) => `(["${label}"])`,
  namespace: (label) => `["${label}"]`,
  outside: (label) => `[/"${label}"/]`,
};

/** The map as GitHub and most viewers of Markdown draw it: https://mermaid.js.org/syntax/flowchart.html */
export function mapMermaid({ namespace, nodes, edges }: ArchitectureMap): string {
  const node = ({ id, title, lines, place }: MapNode) =>
    `${idOf(id)}${SHAPES[place]([`<b>${escapeLabel(title)}</b>`, ...lines.map(escapeLabel)].join('<br/>'))}`;
  const placed = (place: MapNode['place']) => nodes.filter((candidate) => candidate.place === place).map(node);
  return [
    'flowchart LR',
    ...placed('entrance').map((line) => `  ${line}`),
    `  subgraph namespace["namespace ${escapeLabel(namespace)}"]`,
    ...placed('namespace').map((line) => `    ${line}`),
    '  end',
    ...placed('outside').map((line) => `  ${line}`),
    ...edges.map(({ from, to, label }) => `  ${idOf(from)} -->${label ? `|"${escapeLabel(label)}"|` : ''} ${idOf(to)}`),
    '',
  ].join('\n');
}

/** With a letter in front, since `end` and its like are words of the language. */
const idOf = (id: string): string => `n_${id.replaceAll('-', '_').replaceAll('.', '__').replaceAll(' ', '___')}`;

const escapeLabel = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('"', '#quot;');
