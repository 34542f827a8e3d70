import type { Box } from './layers.js';
import { type Layout, layOut, type PlacedBox, type Point } from './layout.js';
import type { ArchitectureMap, MapNode } from './model.js';

const TITLE_SIZE = 14;
const LINE_SIZE = 12;
/** Pixels of an average character of a sans-serif font, on the wide side: text never leaves its box. */
const TITLE_CHARACTER = 9.6;
const LINE_CHARACTER = 6.9;
const LINE_HEIGHT = 17;
const PADDING = 14;
const MARGIN = 24;
const FRAME = 28;
/** For the frame's own title. */
const HEADER = 24;

const PLACES: Readonly<Record<MapNode['place'], { readonly box: Box['place']; readonly shape: string }>> = {
  entrance: { box: 'first', shape: 'rx="18" fill="#e7f0fb" stroke="#4a78b0"' },
  namespace: { box: 'between', shape: 'rx="6" fill="#ffffff" stroke="#5b6673"' },
  outside: { box: 'last', shape: 'rx="6" fill="#fdf3e1" stroke="#a87a2b" stroke-dasharray="5 3"' },
};

/** The map as a drawing that needs nothing else: on a light ground of its own, so that it reads in dark pages too. */
export function mapSvg(map: ArchitectureMap): string {
  const layout = layOut(map.nodes.map(boxOf), map.edges);
  const [width, height] = [layout.width + 2 * (MARGIN + FRAME), layout.height + 2 * (MARGIN + FRAME) + HEADER].map(Math.ceil);
  const title = `${map.environment}: ${map.nodes.length} boxes, ${map.edges.length} connections`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="${LINE_SIZE}">`,
    `<title>${escapeXml(title)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#3a4450"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#f7f8fa"/>`,
    `<g transform="translate(${MARGIN + FRAME} ${MARGIN + FRAME + HEADER})">`,
    ...frame(map, layout),
    ...map.edges.flatMap(({ label }, index) => edgeLines(layout.routes[index] ?? [], label)),
    ...map.nodes.flatMap((node) => nodeLines(node, layout.boxes.get(node.id))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const boxOf = ({ id, title, lines, place }: MapNode): Box => ({
  id,
  width: 2 * PADDING + Math.max(title.length * TITLE_CHARACTER, ...lines.map((line) => line.length * LINE_CHARACTER)),
  height: 2 * PADDING + TITLE_SIZE + lines.length * LINE_HEIGHT,
  place: PLACES[place].box,
});

/** Around everything that is in the namespace. */
function frame({ environment, namespace, nodes }: ArchitectureMap, { boxes }: Layout): string[] {
  const inside = nodes.flatMap(({ id, place }) => (place === 'namespace' ? (boxes.get(id) ?? []) : []));
  if (inside.length === 0) return [];
  const left = Math.min(...inside.map(({ x }) => x)) - FRAME;
  const right = Math.max(...inside.map(({ x, width }) => x + width)) + FRAME;
  const top = Math.min(...inside.map(({ y }) => y)) - FRAME - HEADER;
  const bottom = Math.max(...inside.map(({ y, height }) => y + height)) + FRAME;
  return [
    `<rect ${at(left, top)} width="${round(right - left)}" height="${round(bottom - top)}" rx="10" fill="#eef1f5" stroke="#9aa5b1"/>`,
    `<text ${at(left + PADDING, top + PADDING + LINE_SIZE)} fill="#3a4450">${escapeXml(`environment ${environment}, namespace ${namespace}`)}</text>`,
  ];
}

function nodeLines({ title, lines, place }: MapNode, box: PlacedBox | undefined): string[] {
  if (!box) return [];
  const { x, y, width, height } = box;
  const baseline = y + PADDING + TITLE_SIZE - 2;
  return [
    `<rect ${at(x, y)} width="${round(width)}" height="${round(height)}" ${PLACES[place].shape}/>`,
    `<text ${at(x + PADDING, baseline)} font-size="${TITLE_SIZE}" font-weight="600" fill="#14202c">${escapeXml(title)}</text>`,
    ...lines.map(
      (line, index) => `<text ${at(x + PADDING, baseline + (index + 1) * LINE_HEIGHT)} fill="#3a4450">${escapeXml(line)}</text>`,
    ),
  ];
}

/** Curved between columns, straight across one. */
function edgeLines(route: readonly Point[], label: string | undefined): string[] {
  const [start, second] = route;
  if (!start || !second) return [];
  const path = route.slice(1).map((point, index) => {
    const from = route[index] ?? point;
    const bend = (point.x - from.x) / 2;
    return index % 2
      ? `L${pair(point)}`
      : `C${pair({ x: from.x + bend, y: from.y })} ${pair({ x: point.x - bend, y: point.y })} ${pair(point)}`;
  });
  const text = `<text ${at((start.x + second.x) / 2, (start.y + second.y) / 2 - 5)} text-anchor="middle" fill="#14202c">${escapeXml(label ?? '')}</text>`;
  return [
    `<path d="M${pair(start)} ${path.join(' ')}" fill="none" stroke="#3a4450" stroke-width="1.3" marker-end="url(#arrow)"/>`,
    ...(label === undefined ? [] : [text]),
  ];
}

const round = (value: number) => Math.round(value * 10) / 10;
const pair = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
const at = (x: number, y: number) => `x="${round(x)}" y="${round(y)}"`;
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
