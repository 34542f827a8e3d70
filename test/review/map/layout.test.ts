import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, type Edge, layersOf } from '../../../lib/review/map/layers.js';
import { layOut } from '../../../lib/review/map/layout.js';

const box = (id: string, place: Box['place'] = 'between'): Box => ({ id, width: 100, height: 40, place });
/** `a-b a-c` are edges from a to b and from a to c. */
const edges = (text: string): Edge[] =>
  text.split(' ').map((edge) => {
    const [from = '', to = ''] = edge.split('-');
    return { from, to };
  });
const layers = (boxes: readonly Box[], text: string) => Object.fromEntries(layersOf(boxes, edges(text)));

describe('the layers', () => {
  it('lead to the right, by the longest path', () => {
    expect(
      layers(
        ['a', 'b', 'c'].map((id) => box(id)),
        'a-b b-c a-c',
      ),
    ).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('have what nothing leads to right before what it leads to', () => {
    expect(
      layers(
        ['a', 'b', 'c', 'd'].map((id) => box(id)),
        'a-b b-c d-c',
      ),
    ).toEqual({ a: 0, b: 1, c: 2, d: 1 });
  });

  it('have hosts first and what is outside last', () => {
    const boxes = [box('x', 'last'), box('a'), box('b'), box('h', 'first')];
    expect(layers(boxes, 'h-b a-b a-x')).toEqual({ h: 0, a: 1, b: 2, x: 3 });
  });

  it('bear circles, and edges to boxes that there are none of', () => {
    expect(
      layers(
        ['a', 'b', 'c'].map((id) => box(id)),
        'a-b b-c c-a a-a a-nowhere',
      ),
    ).toEqual({ a: 0, b: 1, c: 2 });
  });
});

const graph = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }))
  .map(([count, pairs]) => ({
    boxes: Array.from({ length: count }, (_, n) => ({
      ...box(`b${n}`, n === 0 ? 'first' : n === count - 1 ? 'last' : 'between'),
      height: 30 + 10 * n,
    })),
    edges: pairs.map(([from, to]) => ({ from: `b${from % count}`, to: `b${to % count}` })),
  }));

describe('the layout', () => {
  it('never lays one box over another, nor beside the drawing', () => {
    fc.assert(
      fc.property(graph, ({ boxes, edges }) => {
        const layout = layOut(boxes, edges);
        const placed = [...layout.boxes.values()];
        for (const [index, one] of placed.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.y).toBeGreaterThanOrEqual(-1e-6);
          expect(one.x + one.width).toBeLessThanOrEqual(layout.width + 1e-6);
          expect(one.y + one.height).toBeLessThanOrEqual(layout.height + 1e-6);
          for (const other of placed.slice(index + 1)) {
            const apart = one.x + one.width <= other.x || other.x + other.width <= one.x;
            expect(apart || one.y + one.height < other.y || other.y + other.height < one.y).toBe(true);
          }
        }
      }),
    );
  });

  it('leads every edge from the side of its source to the side of its target', () => {
    fc.assert(
      fc.property(graph, ({ boxes, edges }) => {
        const layout = layOut(boxes, edges);
        for (const [index, { from, to }] of edges.entries()) {
          const [source, target, route = []] = [layout.boxes.get(from), layout.boxes.get(to), layout.routes[index]];
          if (!source || !target || from === to) {
            expect(route).toEqual([]);
            continue;
          }
          expect([source.x, source.x + source.width]).toContain(route[0]?.x);
          expect(route[0]?.y).toBeCloseTo(source.y + source.height / 2);
          expect([target.x, target.x + target.width]).toContain(route.at(-1)?.x);
          expect(route.at(-1)?.y).toBeCloseTo(target.y + target.height / 2);
        }
      }),
    );
  });

  it('is the same every time', () => {
    const boxes = ['a', 'b', 'c', 'd'].map((id) => box(id));
    expect(layOut(boxes, edges('a-b a-c b-d c-d a-d'))).toEqual(layOut(boxes, edges('a-b a-c b-d c-d a-d')));
  });
});
