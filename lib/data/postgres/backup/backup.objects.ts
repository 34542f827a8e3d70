import { Size } from 'cdk8s';
import type { Component } from '../../../core/component.js';
import { containerResources } from '../../../workload/pod/resources.js';
import type { ExtraContainer, MountedVolume } from '../../../workload/workload.props.js';
import { SERVER_PORT } from './pgbackrest.js';

/** Compresses what it reads, two files at a time. */
const MEMORY = Size.mebibytes(96);

/** Beside PostgreSQL: reads its files and its socket for the backup's pod. It knows nothing of the store. */
export const backupServer = (component: Component, image: string): ExtraContainer => ({
  name: 'backup-server',
  image,
  command: ['bash', '/etc/postgres/backup-server.sh'],
  env: [{ name: 'PGBACKREST_CONFIG', value: '/etc/postgres/backup-server.conf' }],
  ports: [{ name: 'backup', containerPort: SERVER_PORT }],
  resources: containerResources({ memory: MEMORY, memoryLimit: MEMORY }, component.environment),
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'data', mountPath: '/data' },
    { name: 'socket', mountPath: '/run/postgresql' },
    { name: 'config', mountPath: '/etc/postgres', readOnly: true },
    { name: 'tls', mountPath: '/etc/tls', readOnly: true },
  ],
});

/** As large as a member's, made for each run and gone with it. */
export const scratchVolume = (storageClassName: string | undefined, mebibytes: number): MountedVolume => ({
  name: 'scratch',
  mountPath: '/scratch',
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: `${mebibytes}Mi` } } },
    },
  },
});
