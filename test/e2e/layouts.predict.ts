import { type Survival, survivalOf } from '../../lib/check/survival/index.js';
import { render } from '../../lib/core/manifest.js';
import { buildStacks } from '../../lib/core/tree.js';
import type { Manifest } from '../../lib/index.js';
import { type Layout, layoutsApp, layoutsEnvironment } from './layouts.js';

/** What becomes of a service at the worst: pods that stay ready, and whether the others come back, or the drain ends. */
export interface LossVerdict {
  readonly survives: boolean;
  readonly left: number;
  readonly recovers: boolean;
}
export interface DrainVerdict {
  readonly survives: boolean;
  readonly left: number;
  readonly ends: boolean;
}
export interface Verdict {
  readonly zone: LossVerdict;
  readonly node: LossVerdict;
  readonly drain: DrainVerdict;
}

/** Layouts with what the check says of them. */
export interface Predicted {
  readonly layout: Layout;
  readonly survival: ReturnType<typeof survivalOf>[number];
  readonly verdict: Verdict;
}

/** What is applied, and what is predicted of it. */
export interface RenderedLayouts {
  /** What exists once per cluster: the priority classes that pods name. */
  readonly cluster: readonly Manifest[];
  readonly environment: readonly Manifest[];
  readonly predicted: readonly Predicted[];
}

/** Rendered without the checks, which would refuse the bad ones: what they are refused for is what a cluster has to show. */
export function renderLayouts(layouts: readonly Layout[]): RenderedLayouts {
  const platform = { clusters: [{ name: layoutsEnvironment.cluster }], environments: [layoutsEnvironment], apps: [layoutsApp(layouts)] };
  const rendered = buildStacks(platform).map((stack) => ({ ...stack, ...render(stack.root) }));
  const problems = rendered.flatMap((stack) => stack.problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const manifests = (inEnvironment: boolean) =>
    rendered.flatMap((stack) => ((stack.environment !== undefined) === inEnvironment ? stack.manifests : []));
  const survivals = new Map(rendered.flatMap(survivalOf).map((one) => [one.workload.component, one]));
  return {
    cluster: manifests(false),
    environment: manifests(true),
    predicted: layouts.flatMap((layout) => {
      const survival = survivals.get(layout.name);
      return survival ? [{ layout, survival, verdict: verdictOf(survival) }] : [];
    }),
  };
}

const verdictOf = ({ zone, node, drain }: Survival): Verdict => ({
  zone: { survives: zone.left > 0 && zone.recovers, left: zone.left, recovers: zone.recovers },
  node: { survives: node.left > 0 && node.recovers, left: node.left, recovers: node.recovers },
  drain: { survives: drain.left > 0 && drain.ends, left: drain.left, ends: drain.ends },
});

/** What test/e2e/survival.predictions.json has of a layout. */
export interface Prediction extends Verdict {
  readonly layout: string;
}

/** In words, for those who review a prediction. */
export const inWords = ({ replicas, zones, nodes, pin, budget, only }: Layout): string =>
  `${replicas} replicas; over zones: ${zones}; over nodes: ${nodes}; pinned: ${pin}; ${budget}${only ? `; put on ${only.join(' and ')}` : ''}`;

/** The text of test/e2e/survival.predictions.json: a line for each fault. */
export function predictionsText(predicted: readonly Predicted[]): string {
  const inline = (value: object) =>
    `{ ${Object.entries(value)
      .map(([key, it]) => `"${key}": ${it}`)
      .join(', ')} }`;
  const blocks = predicted.map(({ layout, verdict: { zone, node, drain } }) =>
    [
      `  "${layout.name}": {`,
      `    "layout": "${inWords(layout)}",`,
      `    "zone": ${inline(zone)},`,
      `    "node": ${inline(node)},`,
      `    "drain": ${inline(drain)}`,
      '  }',
    ].join('\n'),
  );
  return `{\n${blocks.join(',\n')}\n}\n`;
}
