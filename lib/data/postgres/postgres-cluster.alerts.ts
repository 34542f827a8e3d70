import type { Alert, Component } from '../../core/component.js';
import { certificateAlerts } from '../certificate.alerts.js';
import { statefulSetAlerts } from '../stateful-set/stateful-set.alerts.js';

const RUNBOOK = 'docs/runbooks/postgres.md';

/** Of each replica, in bytes. The leader has replayed nothing (0), and is left out. */
export const walBehind = (scope: string): string =>
  `scalar(max(patroni_xlog_location{${scope}})) - (patroni_xlog_replayed_location{${scope}} > 0)`;

/** Of Patroni 4.0 (`patroni_`, port 8008) and postgres-exporter 0.17 (`pg_`, port 9187), as Prometheus labels pods. */
export function postgresAlerts(component: Component): Alert[] {
  const { environment, name } = component;
  const scope = `namespace="${environment.namespace}",scope="${name}"`;
  const pods = `namespace="${environment.namespace}",pod=~"${name}-[0-9]+"`;
  return [
    {
      name: 'PostgresNoLeader',
      // `or`: without any member nobody says anything.
      expr: `(max(patroni_primary{${scope}}) or vector(0)) < 1`,
      for: '1m',
      severity: 'critical',
      summary: `${name} has had no leader for a minute: nothing can be written`,
      runbook: `${RUNBOOK}#postgresnoleader`,
    },
    {
      name: 'PostgresTwoLeaders',
      expr: `sum(patroni_primary{${scope}}) > 1`,
      for: '1m',
      severity: 'critical',
      summary: `two members of ${name} say that they lead`,
      runbook: `${RUNBOOK}#postgrestwoleaders`,
    },
    {
      name: 'PostgresNoSynchronousReplica',
      expr: `(sum(patroni_quorum_standby{${scope}}) + sum(patroni_sync_standby{${scope}}) or vector(0)) < 1`,
      for: '1m',
      severity: 'critical',
      summary: `no replica of ${name} confirms commits: in production writes wait, elsewhere they are on one member alone`,
      runbook: `${RUNBOOK}#postgresnosynchronousreplica`,
    },
    {
      name: 'PostgresNotStreaming',
      expr: `patroni_postgres_streaming{${scope}} == 0 and patroni_replica{${scope}} == 1`,
      for: '5m',
      severity: 'critical',
      summary: `a replica of ${name} has received nothing from its leader for 5 minutes`,
      runbook: `${RUNBOOK}#postgresnotstreaming`,
    },
    {
      name: 'PostgresReplicaFarBehind',
      expr: `${walBehind(scope)} > 256 * 1024 * 1024`,
      for: '5m',
      severity: 'warning',
      summary: `a replica of ${name} is more than 256 MiB of WAL behind`,
      runbook: `${RUNBOOK}#postgresreplicafarbehind`,
    },
    {
      name: 'PostgresStoreOutOfReach',
      expr: `time() - patroni_dcs_last_seen{${scope}} > 60`,
      for: '1m',
      severity: 'warning',
      summary: `a member of ${name} has not reached the API server for a minute: no failover is possible`,
      runbook: `${RUNBOOK}#postgresstoreoutofreach`,
    },
    {
      name: 'PostgresPaused',
      expr: `max(patroni_is_paused{${scope}}) == 1`,
      for: '1h',
      severity: 'warning',
      summary: `failover of ${name} has been switched off (patronictl pause) for an hour`,
      runbook: `${RUNBOOK}#postgrespaused`,
    },
    {
      name: 'PostgresPendingRestart',
      expr: `max(patroni_pending_restart{${scope}}) == 1`,
      for: '1h',
      severity: 'warning',
      summary: `a setting of ${name} waits for a restart`,
      runbook: `${RUNBOOK}#postgrespendingrestart`,
    },
    {
      name: 'PostgresSlotInactive',
      // Members' slots are on all members; a logical one on a replica is one that a leader has left behind.
      expr:
        `pg_replication_slot_slot_is_active{${pods}} == 0 and on (pod) pg_replication_is_replica{${pods}} == 0 ` +
        `or pg_replication_slot_slot_is_active{${pods},slot_type="logical"} == 0`,
      for: '15m',
      severity: 'warning',
      summary: `a replication slot of ${name} has no reader, and keeps WAL on the volume`,
      runbook: `${RUNBOOK}#postgresslotinactive`,
    },
    {
      name: 'PostgresConnectionsAlmostUsedUp',
      expr: `sum by (pod) (pg_stat_activity_count{${pods}}) > 0.8 * max by (pod) (pg_settings_max_connections{${pods}})`,
      for: '5m',
      severity: 'warning',
      summary: `a member of ${name} has more than 80 % of max_connections in use`,
      runbook: `${RUNBOOK}#postgresconnectionsalmostusedup`,
    },
    {
      name: 'PostgresTransactionsWrapAround',
      expr: `max by (pod) (pg_database_wraparound_age_datfrozenxid_seconds{${pods}}) > 1e9`,
      for: '10m',
      severity: 'warning',
      summary: `${name} uses up transaction numbers faster than vacuum frees them`,
      runbook: `${RUNBOOK}#postgrestransactionswraparound`,
    },
    {
      name: 'PostgresExporterDown',
      expr: `pg_up{${pods}} == 0`,
      for: '10m',
      severity: 'warning',
      summary: `the exporter of a member of ${name} cannot log in: alerts on connections and slots are blind`,
      runbook: `${RUNBOOK}#postgresexporterdown`,
    },
    ...certificateAlerts(component, `${name}-tls`),
    ...statefulSetAlerts(component),
  ];
}
