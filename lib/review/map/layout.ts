import { type Box, type Edge, layersOf } from './layers.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box where it was put: its upper left corner, as wide as its column. */
export interface PlacedBox extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  /** For each edge the points that it passes, two per column; none for an edge from a box to itself. */
  readonly routes: readonly (readonly Point[])[];
}

const COLUMN_GAP = 90;
const ROW_GAP = 26;
/** Room for an edge that passes a column. */
const PASSAGE_HEIGHT = 10;
const SWEEPS = 12;

/** A box or the passage of an edge; `y` is its middle. */
interface Item {
  readonly id: string;
  readonly layer: number;
  readonly height: number;
  readonly neighbours: Item[];
  index: number;
  y: number;
}

/**
 * Places boxes in columns by their layer, edges from left to right (after Sugiyama): ordered by the mean place of their
 * neighbours (barycenter), then moved towards them as far as the others leave room. The same input gives the same drawing.
 */
export function layOut(boxes: readonly Box[], edges: readonly Edge[]): Layout {
  if (boxes.length === 0) return { width: 0, height: 0, boxes: new Map(), routes: edges.map(() => []) };
  const layers = layersOf(boxes, edges);
  const items = new Map(boxes.map(({ id, height }) => [id, newItem(id, layers.get(id) ?? 0, height)]));
  const chains = edges.map((edge, index) => chainOf(edge, index, items));
  const columns = columnsOf([...items.values()]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (const column of columns) order(column);
  for (const column of columns) stack(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (const column of sweep % 2 ? columns : columns.toReversed()) approach(column);

  const top = Math.min(...[...items.values()].map(({ y, height }) => y - height / 2));
  const widths = columns.map((_, layer) => Math.max(0, ...boxes.filter(({ id }) => layers.get(id) === layer).map(({ width }) => width)));
  const left = widths.map((_, layer) => sum(widths.slice(0, layer)) + layer * COLUMN_GAP);
  const at = ({ layer, y }: Item) => ({ x: left[layer] ?? 0, y: y - top, width: widths[layer] ?? 0 });
  return {
    width: sum(widths) + (widths.length - 1) * COLUMN_GAP,
    height: Math.max(...[...items.values()].map(({ y, height }) => y + height / 2)) - top,
    boxes: new Map(
      boxes.map(({ id, height }) => {
        const { x, y, width } = at(items.get(id) ?? newItem(id, 0, height));
        return [id, { x, y: y - height / 2, width, height }];
      }),
    ),
    routes: chains.map((chain) => routeThrough(chain.map(at))),
  };
}

/** Out of the first box, across every column between, into the last one. */
function routeThrough(places: readonly { readonly x: number; readonly y: number; readonly width: number }[]): Point[] {
  const leadsBack = (places.at(-1)?.x ?? 0) < (places[0]?.x ?? 0);
  const sides = places.map(({ x, y, width }) => [
    { x, y },
    { x: x + width, y },
  ]);
  return sides.flatMap((points) => (leadsBack ? points.toReversed() : points)).slice(1, -1);
}

const newItem = (id: string, layer: number, height: number): Item => ({ id, layer, height, neighbours: [], index: 0, y: 0 });

/** The two boxes of an edge and a passage in each column between them. An edge that leads back is a chain from right to left. */
function chainOf({ from, to }: Edge, index: number, items: Map<string, Item>): Item[] {
  const [source, target] = [items.get(from), items.get(to)];
  if (!source || !target || source === target) return [];
  const step = target.layer < source.layer ? -1 : 1;
  const chain = [source];
  for (let layer = source.layer + step; layer !== target.layer && step * (target.layer - layer) > 0; layer += step) {
    const passage = newItem(`${index} ${layer}`, layer, PASSAGE_HEIGHT);
    items.set(passage.id, passage);
    chain.push(passage);
  }
  chain.push(target);
  for (const [position, item] of chain.entries()) {
    const next = chain[position + 1];
    if (!next) break;
    item.neighbours.push(next);
    next.neighbours.push(item);
  }
  return chain;
}

function columnsOf(items: readonly Item[]): Item[][] {
  const columns: Item[][] = [];
  for (const item of items) {
    while (columns.length <= item.layer) columns.push([]);
    item.index = columns[item.layer]?.push(item) ?? 0;
  }
  return columns;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number | undefined => (values.length > 0 ? sum(values) / values.length : undefined);

/** What has no neighbours stands last, where it is in nobody's way. */
function order(column: Item[]): void {
  const wish = new Map(column.map((item) => [item, mean(item.neighbours.map(({ index }) => index)) ?? column.length]));
  column.sort((one, other) => (wish.get(one) ?? 0) - (wish.get(other) ?? 0));
  for (const [index, item] of column.entries()) item.index = index;
}

/**
 * Each as near to its neighbours as the order and the gaps allow: where wishes collide, those that touch move as one to the
 * mean of their wishes (isotonic regression by pooling). What has no neighbours follows the one above it.
 */
function approach(column: readonly Item[]): void {
  const blocks: { wish: number; weight: number; items: { item: Item; offset: number }[] }[] = [];
  let offset = 0;
  for (const item of column) {
    const at = offset + item.height / 2;
    const wish = mean(item.neighbours.map(({ y }) => y));
    let block = {
      wish: wish === undefined ? (blocks.at(-1)?.wish ?? item.y - at) : wish - at,
      weight: wish === undefined ? 0 : 1,
      items: [{ item, offset: at }],
    };
    for (let above = blocks.at(-1); above && above.wish > block.wish; above = blocks.at(-1)) {
      blocks.pop();
      const weight = above.weight + block.weight;
      block = {
        wish: weight > 0 ? (above.wish * above.weight + block.wish * block.weight) / weight : above.wish,
        weight,
        items: [...above.items, ...block.items],
      };
    }
    blocks.push(block);
    offset += item.height + ROW_GAP;
  }
  for (const { wish, items } of blocks) for (const { item, offset: at } of items) item.y = wish + at;
}

function stack(column: readonly Item[]): void {
  let y = 0;
  for (const item of column) {
    item.y = y + item.height / 2;
    y += item.height + ROW_GAP;
  }
}
