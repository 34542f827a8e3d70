import type { Component } from '../../core/component.js';
import type { Dashboard } from '../../core/dashboard.js';
import { walBehind } from './postgres-cluster.alerts.js';

/** Who leads, how far the others are, and what clients do. */
export function postgresDashboard({ environment, name }: Component): Dashboard {
  const scope = `namespace="${environment.namespace}",scope="${name}"`;
  const pods = `namespace="${environment.namespace}",pod=~"${name}-[0-9]+"`;
  const claims = `namespace="${environment.namespace}",persistentvolumeclaim=~"data-${name}-[0-9]+"`;
  return {
    name: `postgres-${name}`,
    title: `PostgreSQL ${name}`,
    panels: [
      { title: 'Leader', unit: 'short', queries: [{ expr: `patroni_primary{${scope}}`, legend: '{{name}}' }] },
      {
        title: 'Replicas that confirm commits',
        unit: 'short',
        queries: [{ expr: `sum(patroni_quorum_standby{${scope}}) + sum(patroni_sync_standby{${scope}})`, legend: 'replicas' }],
      },
      {
        title: 'WAL behind the leader',
        unit: 'bytes',
        queries: [{ expr: walBehind(scope), legend: '{{name}}' }],
      },
      {
        title: 'WAL written',
        unit: 'Bps',
        queries: [{ expr: `rate(patroni_xlog_location{${scope}}[2m])`, legend: '{{name}}' }],
      },
      {
        title: 'Transactions',
        unit: 'ops',
        queries: [
          { expr: `sum by (pod) (rate(pg_stat_database_xact_commit{${pods}}[2m]))`, legend: '{{pod}} committed' },
          { expr: `sum by (pod) (rate(pg_stat_database_xact_rollback{${pods}}[2m]))`, legend: '{{pod}} rolled back' },
        ],
      },
      {
        title: 'Connections',
        unit: 'short',
        queries: [
          { expr: `sum by (pod, state) (pg_stat_activity_count{${pods}})`, legend: '{{pod}} {{state}}' },
          { expr: `max(pg_settings_max_connections{${pods}})`, legend: 'max_connections' },
        ],
      },
      {
        title: 'Longest transaction',
        unit: 's',
        queries: [{ expr: `max by (pod) (pg_stat_activity_max_tx_duration{${pods}})`, legend: '{{pod}}' }],
      },
      {
        title: 'Pages found in shared buffers',
        unit: 'percentunit',
        queries: [
          {
            expr:
              `sum by (pod) (rate(pg_stat_database_blks_hit{${pods}}[5m])) / ` +
              `(sum by (pod) (rate(pg_stat_database_blks_hit{${pods}}[5m])) + sum by (pod) (rate(pg_stat_database_blks_read{${pods}}[5m])))`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Deadlocks',
        unit: 'ops',
        queries: [{ expr: `sum by (pod) (rate(pg_stat_database_deadlocks{${pods}}[5m]))`, legend: '{{pod}}' }],
      },
      {
        title: 'Size of databases',
        unit: 'bytes',
        queries: [{ expr: `max by (datname) (pg_database_size_bytes{${pods}})`, legend: '{{datname}}' }],
      },
      {
        title: 'WAL on the volume',
        unit: 'bytes',
        queries: [{ expr: `max by (pod) (pg_wal_size_bytes{${pods}})`, legend: '{{pod}}' }],
      },
      {
        title: 'Volume in use',
        unit: 'percentunit',
        queries: [
          {
            expr: `1 - kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}}`,
            legend: '{{persistentvolumeclaim}}',
          },
        ],
      },
    ],
  };
}
