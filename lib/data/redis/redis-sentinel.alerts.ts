import type { Alert, Component } from '../../core/component.js';
import { certificateAlerts } from '../certificate.alerts.js';
import { statefulSetAlerts } from '../stateful-set/stateful-set.alerts.js';
import { replicasToWrite } from './redis-sentinel.objects.js';
import { certificateOf, type Tls } from './tls.js';

const RUNBOOK = 'docs/runbooks/redis.md';

/** Of redis_exporter 1.69 and later, of the servers (port 9121) and the sentinels (9122), as Prometheus labels pods. */
export function redisAlerts(component: Component, members: number, tls: Tls): Alert[] {
  const { environment, name } = component;
  const pods = `namespace="${environment.namespace}",pod=~"${name}-[0-9]+"`;
  const primaries = `count(redis_instance_info{${pods},redis_mode="standalone",role="master"})`;
  return [
    {
      name: 'RedisPrimaryMissing',
      expr: `(${primaries} or vector(0)) == 0`,
      for: '30s',
      severity: 'critical',
      summary: `${name} has had no primary for 30 seconds: nothing can be written`,
      runbook: `${RUNBOOK}#redisprimarymissing`,
    },
    {
      name: 'RedisTooManyPrimaries',
      expr: `${primaries} > 1`,
      for: '30s',
      severity: 'critical',
      summary: `more than one member of ${name} says that it is the primary`,
      runbook: `${RUNBOOK}#redistoomanyprimaries`,
    },
    {
      name: 'RedisWritesRefused',
      expr: `max(redis_connected_slaves{${pods}}) < ${replicasToWrite(members)}`,
      for: '1m',
      severity: 'critical',
      summary: `the primary of ${name} has too few replicas and refuses writes`,
      runbook: `${RUNBOOK}#rediswritesrefused`,
    },
    {
      name: 'RedisReplicaDisconnected',
      expr: `redis_master_link_up{${pods}} == 0`,
      for: '5m',
      severity: 'warning',
      summary: `a replica of ${name} has not been in step with the primary for five minutes`,
      runbook: `${RUNBOOK}#redisreplicadisconnected`,
    },
    {
      name: 'RedisReplicaNotPromotable',
      expr: `redis_slave_priority{${pods}} == 0 and redis_master_link_up{${pods}} == 1`,
      for: '10m',
      severity: 'warning',
      summary: `a replica of ${name} is in step and would not be promoted`,
      runbook: `${RUNBOOK}#redisreplicanotpromotable`,
    },
    {
      name: 'RedisSentinelsWithoutQuorum',
      expr: `max(redis_sentinel_master_ckquorum_status{${pods}}) < 1`,
      for: '1m',
      severity: 'critical',
      summary: `too few sentinels of ${name} reach each other: nobody would take the place of a lost primary`,
      runbook: `${RUNBOOK}#redissentinelswithoutquorum`,
    },
    {
      name: 'RedisSentinelTilt',
      expr: `redis_sentinel_tilt{${pods}} == 1`,
      for: '1m',
      severity: 'warning',
      summary: `a sentinel of ${name} does not trust its clock and takes part in nothing`,
      runbook: `${RUNBOOK}#redissentineltilt`,
    },
    {
      name: 'RedisMemoryFull',
      expr: `redis_memory_used_bytes{${pods}} / (redis_memory_max_bytes{${pods}} > 0) > 0.9`,
      for: '5m',
      severity: 'warning',
      summary: `the data of ${name} takes more than 90 % of maxmemory: soon it refuses writes, or forgets keys`,
      runbook: `${RUNBOOK}#redismemoryfull`,
    },
    {
      name: 'RedisDiskWriteFailed',
      // Not for as long as it lasts: a member that cannot write does not stay what it is.
      expr: `min_over_time(redis_aof_last_write_status{${pods}}[5m]) == 0 or min_over_time(redis_aof_last_bgrewrite_status{${pods}}[5m]) == 0`,
      for: '0m',
      severity: 'critical',
      summary: `a member of ${name} cannot write its log: a primary refuses writes and is replaced, a replica ends`,
      runbook: `${RUNBOOK}#redisdiskwritefailed`,
    },
    {
      name: 'RedisLoginsRefused',
      expr: `increase(redis_acl_access_denied_auth_total{${pods}}[5m]) > 0`,
      for: '5m',
      severity: 'warning',
      summary: `somebody keeps logging in to ${name} with a wrong password`,
      runbook: `${RUNBOOK}#redisloginsrefused`,
    },
    {
      name: 'RedisConnectionsRejected',
      expr: `increase(redis_rejected_connections_total{${pods}}[5m]) > 0`,
      for: '1m',
      severity: 'warning',
      summary: `${name} turns connections away: there are more clients than maxclients`,
      runbook: `${RUNBOOK}#redisconnectionsrejected`,
    },
    ...(tls === 'on' ? certificateAlerts(component, certificateOf(name)) : []),
    ...statefulSetAlerts(component),
  ];
}
