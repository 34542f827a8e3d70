import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Component } from '../../core/component.js';
import type { Environment } from '../../core/environment.js';
import type { PodSpec, PodTemplate, Service, StatefulSet } from '../../core/kubernetes.js';
import { HOSTNAME, labels, selectorLabels, ZONE } from '../../core/labels.js';
import type { StatefulSetParts, Storage } from './stateful-set.props.js';

const STORAGE_FLOOR_MEBIBYTES = 256;

/** Name of the headless Service by which members find each other, ready or not. */
export const peersOf = (name: string): string => `${name}-peers`;

/** Of the pods, by their ordinals: `cache-0`, `cache-1`, …. */
export const memberNames = (name: string, members: number): string[] =>
  Array.from({ length: members }, (_, ordinal) => `${name}-${ordinal}`);

/** The member's own name, inside the namespace: `cache-0.cache-peers`. */
export const memberHost = (name: string, ordinal: number): string => `${name}-${ordinal}.${peersOf(name)}`;

/** Of all members, by their ordinals. */
export const memberHosts = (name: string, members: number): readonly string[] =>
  Array.from({ length: members }, (_, ordinal) => memberHost(name, ordinal));

/**
 * All members start at once (`Parallel`): ordered, one that waits for a leader would keep the leader from starting. Claims
 * outlive the set. Template and claims carry no version, since a new label would restart every member.
 */
export const statefulSet = (component: Component, parts: StatefulSetParts, template: PodTemplate): StatefulSet => {
  const identity = component.identity();
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: component.name, labels: labels(identity) },
    spec: {
      serviceName: peersOf(component.name),
      replicas: parts.replicas,
      selector: { matchLabels: selectorLabels(identity) },
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      minReadySeconds: parts.minReady.toSeconds(),
      revisionHistoryLimit: 5,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: selectorLabels(identity) },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: storageClass(parts.storage, component.environment),
            resources: { requests: { storage: `${storageMebibytes(parts.storage.size, component.environment)}Mi` } },
          },
        },
      ],
    },
  };
};

const storageClass = (storage: Storage, environment: Environment) => storage.class ?? environment.storageClass;

export const storageMebibytes = (size: Size, { sizes }: Environment): number =>
  Math.max(STORAGE_FLOOR_MEBIBYTES, Math.round(size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) * (sizes?.storage ?? 1)));

/** For members among themselves, and never for clients: it names those that are not ready, too. */
export const peersService = (component: Component, parts: StatefulSetParts): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: peersOf(component.name), labels: labels(component.identity()) },
  spec: {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: selectorLabels(component.identity()),
    ports: parts.ports.map(({ name = '', containerPort }) => ({ name, port: containerPort, targetPort: containerPort, protocol: 'TCP' })),
  },
});

/** Where members go. Production: each on a node of its own, evenly over zones, and never otherwise; elsewhere as far as it goes. */
export function memberSpread(component: Component): Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const production = component.environment.tier === 'production';
  const labelSelector = { matchLabels: selectorLabels(component.identity()) };
  const apart = { topologyKey: HOSTNAME, labelSelector };
  return {
    affinity: {
      podAntiAffinity: production
        ? { requiredDuringSchedulingIgnoredDuringExecution: [apart] }
        : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: apart }] },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: ZONE,
        whenUnsatisfiable: production ? 'DoNotSchedule' : 'ScheduleAnyway',
        nodeTaintsPolicy: 'Honor',
        labelSelector,
      },
    ],
  };
}
