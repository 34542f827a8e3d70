import type { Labels, PriorityClass } from '../core/kubernetes.js';

/**
 * Who is scheduled first when room is short, and who makes room: data before services before batch. All stay far below
 * the system's own classes (2,000,000,000).
 */
export const PRIORITIES = [
  { name: 'evenkeel-data', value: 1_000_000, description: 'Databases, caches and event streams: others depend on them' },
  { name: 'evenkeel-service', value: 100_000, description: 'Services and workers' },
  { name: 'evenkeel-batch', value: 10_000, description: 'Tasks that can run later' },
] as const;

export const priorityClass = ({ name, value, description }: (typeof PRIORITIES)[number], labels: Labels): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name, labels, annotations: { 'kubernetes.io/description': description } },
  value,
  globalDefault: false,
  preemptionPolicy: 'PreemptLowerPriority',
});
