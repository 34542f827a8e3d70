import type { Alert, Component } from '../../core/component.js';

const RUNBOOK = 'docs/runbooks/kafka.md';

const seriesOf = ({ environment, name }: Component) => `namespace="${environment.namespace}",pod=~"${name}-[0-9]+"`;

/**
 * The same conditions as Strimzi's rules: strimzi-kafka-operator, packaging/examples/metrics/prometheus-install. None asks for
 * offline log directories: a broker ends with its only one, and what it would say of it, too.
 */
export function brokerAlerts(component: Component): Alert[] {
  const series = seriesOf(component);
  const { name } = component;
  return [
    {
      name: 'KafkaUnderReplicatedPartitions',
      expr: `sum(kafka_server_under_replicated_partitions{${series}}) > 0`,
      for: '10m',
      severity: 'warning',
      summary: `partitions on ${name} have lacked a replica for 10 minutes: the next loss may stop writes`,
      runbook: `${RUNBOOK}#kafkaunderreplicatedpartitions`,
    },
    {
      name: 'KafkaUnderMinIsrPartitions',
      expr: `sum(kafka_server_under_min_isr_partitions{${series}}) > 0`,
      for: '1m',
      severity: 'critical',
      summary: `partitions on ${name} have fewer replicas in sync than writes need: they refuse acks=all`,
      runbook: `${RUNBOOK}#kafkaunderminisrpartitions`,
    },
    {
      name: 'KafkaLoginsRefused',
      expr: `sum(increase(kafka_server_failed_authentications_total{${series}}[5m])) > 0`,
      for: '5m',
      severity: 'warning',
      summary: `somebody keeps logging in to ${name} with a wrong password`,
      runbook: `${RUNBOOK}#kafkaloginsrefused`,
    },
    {
      name: 'KafkaRequestHandlersBusy',
      expr: `min(kafka_server_request_handler_idle_ratio{${series}}) < 0.2`,
      for: '15m',
      severity: 'warning',
      summary: `a broker of ${name} is busy more than 80 % of the time`,
      runbook: `${RUNBOOK}#kafkarequesthandlersbusy`,
    },
    {
      name: 'KafkaMetadataErrors',
      expr: `max(kafka_server_metadata_load_error_count{${series}} + kafka_server_metadata_apply_error_count{${series}}) > 0`,
      for: '1m',
      severity: 'critical',
      summary: `a broker of ${name} cannot read or apply what the controllers say: it works by an old state`,
      runbook: `${RUNBOOK}#kafkametadataerrors`,
    },
  ];
}

export function controllerAlerts(component: Component): Alert[] {
  const series = seriesOf(component);
  const { name } = component;
  return [
    {
      name: 'KafkaOfflinePartitions',
      expr: `max(kafka_controller_offlinepartitionscount{${series}}) > 0`,
      for: '1m',
      severity: 'critical',
      summary: `partitions known to ${name} have no leader: they can be neither written nor read`,
      runbook: `${RUNBOOK}#kafkaofflinepartitions`,
    },
    {
      name: 'KafkaNoActiveController',
      expr: `sum(kafka_controller_activecontrollercount{${series}}) != 1 or absent(kafka_controller_activecontrollercount{${series}})`,
      for: '1m',
      severity: 'critical',
      summary: `${name} has no one active controller: leaders that are lost stay lost`,
      runbook: `${RUNBOOK}#kafkanoactivecontroller`,
    },
    {
      name: 'KafkaBrokersFenced',
      expr: `max(kafka_controller_fencedbrokercount{${series}}) > 0`,
      for: '10m',
      severity: 'warning',
      summary: `brokers known to ${name} have been silent for 10 minutes`,
      runbook: `${RUNBOOK}#kafkabrokersfenced`,
    },
  ];
}
