import type { Component } from '../../core/component.js';
import type { PolicyRule, Service } from '../../core/kubernetes.js';
import { labels, selectorLabels } from '../../core/labels.js';
import { containerSecurityContext } from '../../workload/pod/security.js';
import type { ExtraContainer, MountedVolume } from '../../workload/workload.props.js';
import { credentialsOf, SYSTEM_PASSWORDS } from './logins.js';

export const POSTGRES_PORT = 5432;
export const REST_PORT = 8008;
export const EXPORTER_PORT = 9187;

const EXPORTER_IMAGE = 'quay.io/prometheuscommunity/postgres-exporter:v0.17.1';

/** Patroni labels each pod with its role; a new leader takes the label from the one before. */
export const roleService = (component: Component, name: string, role: 'primary' | 'replica'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, labels: labels(component.identity()) },
  spec: {
    selector: { ...selectorLabels(component.identity()), role },
    ports: [{ name: 'postgres', port: POSTGRES_PORT, targetPort: 'postgres', protocol: 'TCP' }],
  },
});

/**
 * https://patroni.readthedocs.io/en/latest/kubernetes.html#use-configmaps: its state, and the labels of the members. What it lists,
 * watches and creates cannot be told by name; what it changes can.
 */
export const patroniRules = (name: string, members: readonly string[]): readonly PolicyRule[] => [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: ['config', 'leader', 'sync', 'failover'].map((object) => `${name}-${object}`),
    verbs: ['get', 'patch', 'update', 'delete'],
  },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], resourceNames: [...members], verbs: ['get', 'patch', 'update'] },
];

/** Read by the group, so that PostgreSQL, PgBouncer and pgBackRest accept a key that root owns. */
export const certificateVolume = (certificate: string): MountedVolume => ({
  name: 'tls',
  mountPath: '/etc/tls',
  readOnly: true,
  secret: { secretName: certificate, defaultMode: 0o440 },
});

/** Besides the data. `/dev/shm` is for parallel queries: a container's own has 64 MiB. */
export const memberVolumes = (name: string, certificate: string, memory: number): MountedVolume[] => [
  { name: 'shm', mountPath: '/dev/shm', emptyDir: { medium: 'Memory', sizeLimit: `${Math.floor(memory / 4)}Mi` } },
  { name: 'socket', mountPath: '/run/postgresql', emptyDir: { sizeLimit: '16Mi' } },
  { name: 'patroni', mountPath: '/run/patroni', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
  certificateVolume(certificate),
  {
    name: 'credentials',
    mountPath: '/etc/credentials',
    readOnly: true,
    secret: {
      secretName: credentialsOf(name),
      defaultMode: 0o440,
      items: SYSTEM_PASSWORDS.map((user) => ({ key: `${user}-password`, path: `${user}-password` })),
    },
  },
];

/** `nobody`, by which name PostgreSQL knows it from the members' own user, who may do everything. */
const EXPORTER_USER = 65534;

/** Reads the metrics over the socket, as a role that may see statistics and no data. */
export const exporter: ExtraContainer = {
  name: 'exporter',
  image: EXPORTER_IMAGE,
  command: ['/bin/postgres_exporter', '--collector.database_wraparound'],
  env: [{ name: 'DATA_SOURCE_NAME', value: 'host=/run/postgresql user=exporter dbname=postgres sslmode=disable' }],
  securityContext: { ...containerSecurityContext, runAsUser: EXPORTER_USER },
  ports: [{ name: 'metrics', containerPort: EXPORTER_PORT }],
  volumeMounts: [{ name: 'socket', mountPath: '/run/postgresql' }],
};
