import type { Duration } from 'cdk8s';
import type { Labels } from '../../core/kubernetes.js';
import type { Triggers } from './triggers.props.js';

/** `replicas` for a fixed count; `min` and `max` for an autoscaler that then owns it. */
export type Scaling = FixedScale | AutoScale;

export interface FixedScale extends Partial<Readonly<Record<Exclude<keyof AutoScale, 'replicas'>, never>>> {
  readonly replicas: number;
}

/**
 * A HorizontalPodAutoscaler on `cpu`, `memory` and `metrics`; with any trigger a KEDA ScaledObject, which then looks at
 * `cpu` and `memory` too. Several at once: the one that needs the most replicas counts.
 *
 * @example
 * scaling: { min: 3, max: 12, cpu: 70 }
 * scaling: { min: 2, max: 20, cpu: 70, prometheus: { query: 'sum(shop_carts_open)', threshold: 100 } }
 * scaling: { min: 0, max: 10, cron: { start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 2 } }
 */
export interface AutoScale extends Triggers {
  readonly replicas?: never;
  /** 0 only where a trigger can wake it; while its source is down, it sleeps on. */
  readonly min: number;
  readonly max: number;
  /** Target mean utilisation, in percent of the request. @default - 70, where nothing else is given */
  readonly cpu?: number;
  /** Target mean utilisation, in percent of the request. @default - not looked at */
  readonly memory?: number;
  /** Metrics of the custom and external metrics APIs, as an adapter serves them; not beside triggers. @default [] */
  readonly metrics?: readonly Metric[];
  /** How long a lower need must last before pods go, an hour at most. @default 5 minutes */
  readonly scaleDownAfter?: Duration;
  /**
   * Replicas while the source of a trigger cannot be read (three polls of 15 s in a row), never fewer than there are.
   * @default - min, or 1
   */
  readonly fallback?: number;
}

/** A target for the mean over all pods: of a metric that each pod has, or of one from elsewhere. */
export type Metric =
  | { readonly pods: string; readonly average: number; readonly rule?: AdapterRule }
  | { readonly external: string; readonly labels?: Labels; readonly average: number; readonly rule?: AdapterRule };

/**
 * How prometheus-adapter makes the metric, for the adapter's configuration: the component gives it as data
 * (`component.adapterRules`). https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
 *
 * @example
 * rule: {
 *   seriesQuery: 'http_requests_total{namespace!="",pod!=""}',
 *   resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
 *   name: { as: 'http_requests_per_second' },
 *   metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)',
 * }
 */
export interface AdapterRule {
  readonly seriesQuery: string;
  readonly resources: { readonly overrides: Readonly<Record<string, { readonly resource: string }>> };
  readonly name: { readonly as: string };
  readonly metricsQuery: string;
}
