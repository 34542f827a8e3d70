import { Duration } from 'cdk8s';
import type { HorizontalPodAutoscaler, PodDisruptionBudget } from '../../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../../core/labels.js';
import type { AutoScale, Metric } from './scaling.props.js';

export const DEFAULT_SCALE_DOWN_AFTER = Duration.minutes(5);

const utilization = (name: string, averageUtilization: number) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});

const fromAdapter = (metric: Metric) =>
  'pods' in metric
    ? { type: 'Pods', pods: { metric: { name: metric.pods }, target: { type: 'AverageValue', averageValue: String(metric.average) } } }
    : {
        type: 'External',
        external: {
          metric: { name: metric.external, selector: metric.labels && { matchLabels: metric.labels } },
          target: { type: 'AverageValue', averageValue: String(metric.average) },
        },
      };

/** Up at once and by doubling, down one pod a minute after a lasting lower need. */
export const scalingBehavior = (scaleDownAfter: Duration) => ({
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 15 },
      { type: 'Pods', value: 2, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: scaleDownAfter.toSeconds(),
    policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
  },
});

export const horizontalPodAutoscaler = (
  identity: Identity,
  { min, max, cpu, memory, metrics = [], scaleDownAfter = DEFAULT_SCALE_DOWN_AFTER }: AutoScale,
): HorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: identity.instance },
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      ...(cpu === undefined ? [] : [utilization('cpu', cpu)]),
      ...(memory === undefined ? [] : [utilization('memory', memory)]),
      ...metrics.map(fromAdapter),
    ],
    behavior: scalingBehavior(scaleDownAfter),
  },
});

/** One pod at a time may go, and a pod that is not ready never holds up a drain. */
export const podDisruptionBudget = (
  identity: Identity,
  unhealthyPodEvictionPolicy: 'AlwaysAllow' | 'IfHealthyBudget' = 'AlwaysAllow',
): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    selector: { matchLabels: selectorLabels(identity) },
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy,
  },
});
