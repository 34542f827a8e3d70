import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Component } from '../../core/component.js';
import type { Connection } from '../../core/connection.js';
import type { Job } from '../../core/kubernetes.js';
import { STAGE_ANNOTATION } from '../../core/labels.js';
import type { Stage } from '../../core/stages.js';
import { MigrationTask } from '../../workload/migration-task/index.js';
import type { MountedVolume } from '../../workload/workload.props.js';
import type { Clients } from './clients.js';
import type { KafkaClusterProps, Topic } from './kafka-cluster.props.js';
import { authority, fileProvider, IN_SYNC, memberLogin, propertiesText, REPLICAS, securityProtocol } from './members/properties.js';
import { CLEAN_UP, SET_UP } from './scripts/set-up.js';

const USER = 1000;
/** Kafka's least number of iterations of SCRAM; each generation of a password has one more, by which it is told apart. */
const LEAST_ITERATIONS = 4096;
/** With which the script says that it refuses: a second attempt would, too. */
const REFUSED = 64;

interface Parts {
  readonly image: string;
  readonly props: KafkaClusterProps;
  readonly clients: Clients;
  readonly members: Connection;
  /** The members' own passwords and, where they have one, their certificate. */
  readonly volumes: readonly MountedVolume[];
  /** Secret with the clients' passwords. */
  readonly users: string;
}

/**
 * Topics, users and access rights: a task that adds what is declared before the workloads roll, and one that takes away what is
 * not when they have, since pods of the release before use it until then. Each runs again when its part of it changes.
 */
export function addSetUpTasks(cluster: Component, { image, props, clients, members, volumes, users }: Parts): void {
  const { clientGeneration = 1 } = props;
  const withClients = clients.names().length > 0;
  const common = {
    image,
    user: USER,
    env: { KAFKA_HEAP_OPTS: '-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1', LOG_DIR: '/tmp' },
    resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(256) },
    deadline: Duration.minutes(15),
  };
  const files = {
    'client.properties': clientProperties(props),
    users: lines(clients.names().map((client) => `${client} ${LEAST_ITERATIONS - 1 + clientGeneration}`)),
    rights: lines(clients.lines()),
  };
  const setUp = `${cluster.name}-set-up`;
  new MigrationTask(cluster, setUp, {
    ...common,
    command: ['bash', '/etc/kafka-setup/set-up.sh'],
    config: {
      mountPath: '/etc/kafka-setup',
      files: { 'set-up.sh': SET_UP, topics: lines(props.topics.map(topicLine)), ...files },
    },
    volumes: [
      ...volumes,
      ...(withClients ? [{ name: 'users', mountPath: '/etc/kafka-users', readOnly: true, secret: { secretName: users } }] : []),
    ],
    uses: [members],
    patch: { job: (job) => endAt(REFUSED, setUp, job) },
  });
  new MigrationTask(cluster, `${cluster.name}-clean-up`, {
    ...common,
    command: ['bash', '/etc/kafka-setup/clean-up.sh'],
    config: { mountPath: '/etc/kafka-setup', files: { 'clean-up.sh': CLEAN_UP, ...files } },
    volumes,
    uses: [members],
    patch: { job: (job) => inStage('routes', job) },
  });
}

const endAt = (code: number, containerName: string, job: Job): Job => ({
  ...job,
  spec: {
    ...job.spec,
    podFailurePolicy: {
      rules: [
        { action: 'FailJob', onExitCodes: { containerName, operator: 'In', values: [code] }, onPodConditions: [] },
        ...(job.spec.podFailurePolicy?.rules ?? []),
      ],
    },
  },
});

/** The last one comes when the workloads have rolled. */
const inStage = (stage: Stage, job: Job): Job => ({
  ...job,
  metadata: { ...job.metadata, annotations: { ...job.metadata.annotations, [STAGE_ANNOTATION]: stage } },
});

const lines = (values: readonly string[]) => values.map((value) => `${value}\n`).join('');

/** With the number that acknowledged writes need said for each topic: it holds whatever becomes of the brokers' default. */
const topicLine = ({ name, partitions, config }: Topic) => {
  const settings = Object.entries({ 'min.insync.replicas': String(IN_SYNC), ...config }).map(([key, value]) => `${key}=${value}`);
  return [name, partitions, REPLICAS, ...settings.sort()].join(' ');
};

const clientProperties = ({ generation = 1, tls = 'off' }: KafkaClusterProps) =>
  propertiesText({
    ...fileProvider,
    'security.protocol': securityProtocol(tls),
    ...(tls === 'on' ? authority : {}),
    'sasl.mechanism': 'PLAIN',
    'sasl.jaas.config': `${memberLogin(generation)};`,
  });
