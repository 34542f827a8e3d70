import type { Component } from '../../../core/component.js';
import type { Panel } from '../../../core/dashboard.js';

/** Of the cluster's dashboard. */
export function backupPanels({ name, environment: { namespace } }: Component): Panel[] {
  const members = `namespace="${namespace}",pod=~"${name}-[0-9]+"`;
  const succeeded = (task: string) =>
    `time() - kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="${name}-${task}"}`;
  return [
    {
      title: 'Since the last success',
      unit: 's',
      queries: [
        { expr: succeeded('backup'), legend: 'backup' },
        { expr: succeeded('restore-drill'), legend: 'restore drill' },
      ],
    },
    {
      title: 'Segments of WAL archived',
      unit: 'ops',
      queries: [
        { expr: `rate(pg_stat_archiver_archived_count{${members}}[5m])`, legend: '{{pod}}' },
        { expr: `rate(pg_stat_archiver_failed_count{${members}}[5m])`, legend: '{{pod}} failed' },
      ],
    },
  ];
}
