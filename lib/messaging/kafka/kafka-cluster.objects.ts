import { createHash } from 'node:crypto';
import { serviceHosts } from '../../core/certificates.js';
import type { Component } from '../../core/component.js';
import type { ConfigMap, Service } from '../../core/kubernetes.js';
import { labels, STAGE_ANNOTATION, selectorLabels } from '../../core/labels.js';
import { memberHosts, peersOf } from '../../data/stateful-set/stateful-set.objects.js';
import { CLIENT_PORT } from './members/ports.js';
import type { ClusterFacts } from './members/properties.js';

/**
 * 16 bytes in base64url, as `kafka-storage random-uuid` makes them, but the same each time: volumes that outlive their
 * cluster fit the next one of that name. Never one that begins with `-`, which Kafka's tools take for an option (KAFKA-15754).
 */
export function clusterIdOf(namespace: string, name: string): string {
  const id = createHash('sha256').update(`kafka/${namespace}/${name}`).digest().subarray(0, 16).toString('base64url');
  return id.replace(/^-/, 'A');
}

/** An address that always has somebody behind it, for who waits or looks: clients have the brokers' own names. */
export const clientService = (cluster: Component, brokers: Component): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: cluster.name, labels: labels(cluster.identity()) },
  spec: {
    selector: selectorLabels(brokers.identity()),
    ports: [{ name: 'client', port: CLIENT_PORT, targetPort: 'client', protocol: 'TCP' }],
  },
});

/** That the cluster has been there: deployed after the members are ready, and never before. See scripts/format.ts. */
export const foundedMark = (cluster: Component, name: string, clusterId: string): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: labels(cluster.identity()), annotations: { [STAGE_ANNOTATION]: 'tasks' } },
  data: { 'cluster-id': clusterId },
});

/** Every name that members and clients call a member by, and the Service's. OpenSSL matches no wildcard with one label behind it. */
export function hostsOf({ brokerSet, controllerSet, controllers, namespace }: ClusterFacts, name: string, brokers: number): string[] {
  const ofSet = (set: string, count: number) => [
    ...memberHosts(set, count),
    `*.${peersOf(set)}.${namespace}`,
    `*.${peersOf(set)}.${namespace}.svc`,
    `*.${peersOf(set)}.${namespace}.svc.cluster.local`,
  ];
  return [...serviceHosts(name, namespace), ...ofSet(brokerSet, brokers), ...ofSet(controllerSet, controllers)];
}
