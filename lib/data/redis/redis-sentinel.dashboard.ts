import type { Component } from '../../core/component.js';
import type { Dashboard } from '../../core/dashboard.js';

/** Metrics of redis_exporter. */
export function redisDashboard({ environment, name }: Component): Dashboard {
  const pods = `namespace="${environment.namespace}",pod=~"${name}-[0-9]+"`;
  return {
    name: `redis-${name}`,
    title: `Redis: ${name}`,
    panels: [
      {
        title: 'Primary',
        unit: 'short',
        queries: [{ expr: `redis_instance_info{${pods},redis_mode="standalone",role="master"}`, legend: '{{pod}}' }],
      },
      {
        title: 'Replicas in step',
        unit: 'short',
        queries: [
          { expr: `max(redis_connected_slaves{${pods}})`, legend: 'connected to the primary' },
          { expr: `min(redis_sentinel_master_ok_sentinels{${pods}})`, legend: 'sentinels that reach each other' },
        ],
      },
      {
        title: 'Commands',
        unit: 'ops',
        queries: [{ expr: `rate(redis_commands_processed_total{${pods}}[1m])`, legend: '{{pod}}' }],
      },
      {
        title: 'Time per command',
        unit: 's',
        queries: [
          {
            expr: `sum by (pod) (rate(redis_commands_duration_seconds_total{${pods}}[5m])) / sum by (pod) (rate(redis_commands_total{${pods}}[5m]))`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [
          { expr: `redis_memory_used_bytes{${pods}}`, legend: '{{pod}}' },
          { expr: `max(redis_memory_max_bytes{${pods}})`, legend: 'maxmemory' },
        ],
      },
      {
        title: 'Hits',
        unit: 'percentunit',
        queries: [
          {
            expr:
              `sum(rate(redis_keyspace_hits_total{${pods}}[5m])) / ` +
              `(sum(rate(redis_keyspace_hits_total{${pods}}[5m])) + sum(rate(redis_keyspace_misses_total{${pods}}[5m])))`,
            legend: 'reads that found their key',
          },
        ],
      },
      {
        title: 'Clients',
        unit: 'short',
        queries: [{ expr: `redis_connected_clients{${pods}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Evicted and expired keys',
        unit: 'ops',
        queries: [
          { expr: `sum(rate(redis_evicted_keys_total{${pods}}[5m]))`, legend: 'evicted' },
          { expr: `max(rate(redis_expired_keys_total{${pods}}[5m]))`, legend: 'expired' },
        ],
      },
      {
        title: 'Log on disk',
        unit: 'bytes',
        queries: [{ expr: `redis_aof_current_size_bytes{${pods}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Behind the primary',
        unit: 'bytes',
        queries: [{ expr: `scalar(max(redis_master_repl_offset{${pods}})) - redis_master_repl_offset{${pods}}`, legend: '{{pod}}' }],
      },
    ],
  };
}
