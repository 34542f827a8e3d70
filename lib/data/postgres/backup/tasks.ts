import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { addCertificate } from '../../../core/certificates.js';
import type { Component } from '../../../core/component.js';
import { Connection } from '../../../core/connection.js';
import { MigrationTask } from '../../../workload/migration-task/index.js';
import { ScheduledTask } from '../../../workload/scheduled-task/index.js';
import type { TaskProps } from '../../../workload/task/task.props.js';
import { memberHosts } from '../../stateful-set/stateful-set.objects.js';
import { certificateVolume } from '../postgres-cluster.objects.js';
import { scratchVolume } from './backup.objects.js';
import type { BackupProps, DrillProps } from './backup.props.js';
import { longestPause } from './longest-pause.js';
import { backupFile, drillFile, SERVER_PORT } from './pgbackrest.js';
import { expectAuthority, type Repository, repositoryVariables, wayTo } from './repository.js';
import { BACKUP, DRILL, STORE } from './scripts/index.js';

export const DEFAULT_SCHEDULE = '0 2 * * *';
export const DEFAULT_FULL_EVERY = Duration.days(7);
export const DEFAULT_KEEP = Duration.days(28);
export const DEFAULT_DEADLINE = Duration.hours(6);
export const DEFAULT_DRILL_SCHEDULE = '0 4 * * 6';
const BACKUP_RESOURCES = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const DRILL_RESOURCES = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
/** A control plane that was away for an hour must not cost a night's backup. */
const STARTING_DEADLINE = Duration.hours(1);

/** What the tasks know of the members. */
export interface Members {
  readonly image: string;
  readonly user: number;
  readonly members: number;
  /** Of their passwords and keys. */
  readonly generation: number | undefined;
  readonly storageClass: string | undefined;
  /** MiB. */
  readonly volume: number;
}

/** Prepares the store and takes the first backup, takes one at set times, and restores one at set times. */
export function addBackupTasks(cluster: Component, own: Repository, backup: BackupProps, members: Members): void {
  const { schedule = DEFAULT_SCHEDULE, timeZone } = backup;
  const task = takeBackup(cluster, own, backup, members);
  const nightly = new ScheduledTask(cluster, `${cluster.name}-backup`, {
    ...task,
    command: ['bash', '/etc/backup/backup.sh'],
    schedule,
    timeZone,
    startingDeadline: STARTING_DEADLINE,
  });
  addCertificate(nightly, certificateOf(cluster), { hosts: [nightly.name], generation: members.generation });
  const first = new MigrationTask(cluster, `${cluster.name}-backup-set-up`, {
    ...task,
    command: ['bash', '/etc/backup/backup.sh', 'first'],
  });
  expectAuthority(own, cluster, nightly, first);
  if (backup.drill !== 'none') addDrill(cluster, own, timeZone, backup.drill ?? {}, members);
}

/** By its name the members know who may read their files. */
export const certificateOf = (cluster: Component): string => `${cluster.name}-backup-tls`;

function takeBackup(cluster: Component, own: Repository, backup: BackupProps, { image, user, members }: Members): TaskProps {
  const { fullEvery = DEFAULT_FULL_EVERY, keep = DEFAULT_KEEP, deadline = DEFAULT_DEADLINE, resources } = backup;
  const hosts = memberHosts(cluster.name, members);
  const toMembers = new Connection({
    target: cluster,
    access: 'back up',
    variables: {},
    at: { pods: [cluster.identity()] },
    ports: [SERVER_PORT],
    waitFor: { host: cluster.name, port: SERVER_PORT },
  });
  return {
    image,
    user,
    resources: { ...BACKUP_RESOURCES, ...resources },
    env: { ...variables(own), FULL_EVERY_SECONDS: String(fullEvery.toSeconds()) },
    config: {
      mountPath: '/etc/backup',
      files: { 'pgbackrest.conf': backupFile(own, hosts, keep), 'store.sh': STORE, 'backup.sh': BACKUP },
    },
    volumes: [certificateVolume(certificateOf(cluster)), ...(own.authority ? [own.authority] : [])],
    uses: [toMembers, wayTo(own)],
    deadline,
  };
}

function addDrill(
  cluster: Component,
  own: Repository,
  timeZone: string | undefined,
  drill: DrillProps,
  { image, user, storageClass, volume }: Members,
): void {
  const { schedule = DEFAULT_DRILL_SCHEDULE, deadline = DEFAULT_DEADLINE, resources } = drill;
  const restoring = new ScheduledTask(cluster, `${cluster.name}-restore-drill`, {
    image,
    user,
    command: ['bash', '/etc/backup/drill.sh'],
    schedule,
    timeZone,
    startingDeadline: STARTING_DEADLINE,
    deadline,
    // One more, for a store that was away for a moment; a third would find what the second has found.
    retries: 1,
    resources: { ...DRILL_RESOURCES, ...resources },
    env: { ...variables(own), LOOK_BACK_SECONDS: String(longestPause(schedule)) },
    config: { mountPath: '/etc/backup', files: { 'pgbackrest.conf': drillFile(own), 'store.sh': STORE, 'drill.sh': DRILL } },
    volumes: [scratchVolume(storageClass, volume), ...(own.authority ? [own.authority] : [])],
    uses: [wayTo(own)],
  });
  expectAuthority(own, restoring);
}

const variables = (own: Repository) => ({
  PGBACKREST_CONFIG: '/etc/backup/pgbackrest.conf',
  PGBACKREST_STANZA: own.stanza,
  ...repositoryVariables(own),
});
