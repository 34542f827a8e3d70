/** A box of the drawing; `place` is where it belongs: at the beginning, at the end, or wherever its edges put it. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly place: 'first' | 'between' | 'last';
}

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * The layer of each box, so that edges lead to the right: as long a path as leads to it (longest-path layering), and what
 * nothing leads to right before what it leads to. An edge that closes a circle does not count.
 */
export function layersOf(boxes: readonly Box[], edges: readonly Edge[]): Map<string, number> {
  const targets = new Map(boxes.map(({ id }) => [id, [] as string[]]));
  for (const { from, to } of edges) if (targets.has(to)) targets.get(from)?.push(to);
  const { order, forward } = acyclic(boxes, targets);

  const base = boxes.some(({ place }) => place === 'first') ? 1 : 0;
  const layers = new Map(boxes.map(({ id, place }) => [id, place === 'first' ? 0 : base]));
  const hasSource = new Set<string>();
  for (const id of order) {
    for (const target of forward.get(id) ?? []) {
      hasSource.add(target);
      layers.set(target, Math.max(layers.get(target) ?? 0, (layers.get(id) ?? 0) + 1));
    }
  }
  for (const { id, place } of boxes) {
    const next = (forward.get(id) ?? []).map((target) => layers.get(target) ?? 0);
    if (place === 'between' && !hasSource.has(id) && next.length > 0) layers.set(id, Math.min(...next) - 1);
  }
  const last = 1 + Math.max(base - 1, ...boxes.filter(({ place }) => place !== 'last').map(({ id }) => layers.get(id) ?? 0));
  for (const { id, place } of boxes) if (place === 'last') layers.set(id, last);
  return layers;
}

/** Sources before targets, and the edges without those that lead back to where a path came from. */
function acyclic(boxes: readonly Box[], targets: ReadonlyMap<string, readonly string[]>) {
  const finished: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const forward = new Map<string, string[]>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    const ahead: string[] = [];
    for (const target of targets.get(id) ?? []) {
      if (state.get(target) === 'open') continue;
      ahead.push(target);
      if (!state.has(target)) visit(target);
    }
    forward.set(id, ahead);
    state.set(id, 'done');
    finished.push(id);
  };
  for (const { id } of boxes) if (!state.has(id)) visit(id);
  return { order: finished.reverse(), forward };
}
