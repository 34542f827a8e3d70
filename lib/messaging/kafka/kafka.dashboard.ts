import type { Component } from '../../core/component.js';
import type { Dashboard } from '../../core/dashboard.js';

/** What one looks at first, top to bottom: is anything missing, who leads, how much goes through, is there room. */
export function kafkaDashboard(cluster: Component, brokers: string, controllers: string): Dashboard {
  const of = (set: string) => `namespace="${cluster.environment.namespace}",pod=~"${set}-[0-9]+"`;
  const broker = of(brokers);
  const controller = of(controllers);
  const claims = `namespace="${cluster.environment.namespace}",persistentvolumeclaim=~"data-(${brokers}|${controllers})-[0-9]+"`;
  const single = (title: string, unit: string, expr: string, legend: string) => ({ title, unit, queries: [{ expr, legend }] });
  return {
    name: cluster.name,
    title: `Kafka ${cluster.name}`,
    panels: [
      {
        title: 'Partitions that lack something',
        unit: 'short',
        queries: [
          { expr: `sum(kafka_server_under_replicated_partitions{${broker}})`, legend: 'a replica' },
          { expr: `sum(kafka_server_under_min_isr_partitions{${broker}})`, legend: 'replicas for acks=all' },
          { expr: `max(kafka_controller_offlinepartitionscount{${controller}})`, legend: 'a leader' },
        ],
      },
      single('Active controller', 'short', `kafka_controller_activecontrollercount{${controller}}`, '{{pod}}'),
      single('Leaders per broker', 'short', `kafka_server_leadercount{${broker}}`, '{{pod}}'),
      single('Replicas that lag most, in records', 'short', `kafka_server_replica_max_lag{${broker}}`, '{{pod}}'),
      single('Records in', 'ops', `rate(kafka_server_messagesin_total{${broker}}[5m])`, '{{pod}}'),
      {
        title: 'Bytes',
        unit: 'Bps',
        queries: [
          { expr: `sum(rate(kafka_server_bytesin_total{${broker}}[5m]))`, legend: 'in' },
          { expr: `sum(rate(kafka_server_bytesout_total{${broker}}[5m]))`, legend: 'out' },
        ],
      },
      single('Time to answer a produce request, 99 %', 'ms', `kafka_network_produce_total_time_ms{${broker},quantile="0.99"}`, '{{pod}}'),
      single('Request handlers idle', 'percentunit', `kafka_server_request_handler_idle_ratio{${broker}}`, '{{pod}}'),
      single(
        'Heap',
        'bytes',
        `jvm_memory_used_bytes{area="heap",namespace="${cluster.environment.namespace}",pod=~"(${brokers}|${controllers})-[0-9]+"}`,
        '{{pod}}',
      ),
      single(
        'Volumes used',
        'percentunit',
        `1 - kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}}`,
        '{{persistentvolumeclaim}}',
      ),
    ],
  };
}
