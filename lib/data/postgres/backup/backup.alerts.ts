import type { Duration } from 'cdk8s';
import type { Alert, Component } from '../../../core/component.js';
import { certificateAlerts } from '../../certificate.alerts.js';
import type { BackupProps, DrillProps } from './backup.props.js';
import { DAY, longestPause } from './longest-pause.js';
import { certificateOf, DEFAULT_DEADLINE, DEFAULT_DRILL_SCHEDULE, DEFAULT_SCHEDULE } from './tasks.js';

const RUNBOOK = 'docs/runbooks/postgres-backup.md';
/** For a run that starts late and takes all of its time, at the least half a day. */
const graceOf = (deadline: Duration): number => Math.max(DAY / 2, 2 * deadline.toSeconds());

/** kube-state-metrics' view of the tasks, and PostgreSQL's own of its archive. */
export function backupAlerts(
  cluster: Component,
  { schedule = DEFAULT_SCHEDULE, deadline = DEFAULT_DEADLINE, drill = {} }: BackupProps,
): Alert[] {
  const { namespace } = cluster.environment;
  const { name } = cluster;
  const archiver = `namespace="${namespace}",pod=~"${name}-[0-9]+"`;
  return [
    {
      name: 'PostgresArchiveFailing',
      expr: `increase(pg_stat_archiver_failed_count{${archiver}}[5m]) > 0`,
      for: '10m',
      severity: 'critical',
      summary: `postgres-cluster ${name} has failed to archive its WAL for 10 minutes: what is written now could not be restored from the store`,
      runbook: `${RUNBOOK}#postgresarchivefailing`,
    },
    {
      name: 'PostgresBackupMissing',
      expr: noSuccess(namespace, `${name}-backup`, longestPause(schedule) + graceOf(deadline)),
      for: '10m',
      severity: 'critical',
      summary: `the last backup of postgres-cluster ${name} that succeeded is too old`,
      runbook: `${RUNBOOK}#postgresbackupmissing`,
    },
    ...certificateAlerts(cluster, certificateOf(cluster)),
    ...(drill === 'none' ? [] : [drillFailed(cluster, drill)]),
  ];
}

const drillFailed = (
  { name, environment: { namespace } }: Component,
  { schedule = DEFAULT_DRILL_SCHEDULE, deadline = DEFAULT_DEADLINE }: DrillProps,
): Alert => ({
  name: 'PostgresRestoreDrillFailed',
  expr: `${lastRunFailed(namespace, `${name}-restore-drill`, deadline)} or ${noSuccess(namespace, `${name}-restore-drill`, longestPause(schedule) + graceOf(deadline))}`,
  for: '10m',
  severity: 'critical',
  summary: `the newest backup of postgres-cluster ${name} could not be restored and read`,
  runbook: `${RUNBOOK}#postgresrestoredrillfailed`,
});

/** One that has never succeeded counts from its creation. */
const noSuccess = (namespace: string, cronJob: string, seconds: number) => {
  const own = `{namespace="${namespace}",cronjob="${cronJob}"}`;
  return `time() - (kube_cronjob_status_last_successful_time${own} or kube_cronjob_created${own}) > ${seconds}`;
};

/** And was given its time; one that has succeeded since takes the alert away. */
const lastRunFailed = (namespace: string, cronJob: string, deadline: Duration) => {
  const own = `{namespace="${namespace}",cronjob="${cronJob}"}`;
  const succeeded = `(kube_cronjob_status_last_successful_time${own} or kube_cronjob_created${own})`;
  const started = `kube_cronjob_status_last_schedule_time${own}`;
  return `(${started} > ${succeeded} and time() - ${started} > ${deadline.toSeconds()})`;
};
