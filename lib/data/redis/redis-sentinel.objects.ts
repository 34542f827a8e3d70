import type { Component } from '../../core/component.js';
import type { Service } from '../../core/kubernetes.js';
import { labels, selectorLabels } from '../../core/labels.js';

export const REDIS_PORT = 6379;
export const SENTINEL_PORT = 26379;
export const EXPORTER_PORT = 9121;
export const SENTINEL_EXPORTER_PORT = 9122;

/** Without so many a primary refuses writes: with it they are a majority, so the others cannot elect one that has less. */
export const replicasToWrite = (members: number): number => (members - 1) / 2;

/**
 * The address of one member. It exists before its pod and after it, so that sentinels and clients know a member by the same
 * address for ever; a pod's own address would be another one after each restart.
 */
export const memberService = (component: Component, member: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: member, labels: labels(component.identity()) },
  spec: {
    publishNotReadyAddresses: true,
    selector: { ...selectorLabels(component.identity()), 'statefulset.kubernetes.io/pod-name': member },
    ports: [
      { name: 'redis', port: REDIS_PORT, targetPort: REDIS_PORT, protocol: 'TCP' },
      { name: 'sentinel', port: SENTINEL_PORT, targetPort: SENTINEL_PORT, protocol: 'TCP' },
    ],
  },
});
