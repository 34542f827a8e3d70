import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Component } from '../../core/component.js';
import type { Connection } from '../../core/connection.js';
import { MigrationTask } from '../../workload/migration-task/index.js';
import type { MountedVolume } from '../../workload/workload.props.js';
import type { Clients } from './clients.js';
import type { KafkaClusterProps, Topic } from './kafka-cluster.props.js';
import { authority, fileProvider, IN_SYNC, memberLogin, propertiesText, REPLICAS, securityProtocol } from './members/properties.js';
import { SET_UP } from './scripts/set-up.js';

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

/** Topics, users and access rights: a task that runs again when any of them changes, and does what differs. */
export function addSetUpTask(cluster: Component, { image, props, clients, members, volumes, users }: Parts): MigrationTask {
  const name = `${cluster.name}-set-up`;
  const { clientGeneration = 1 } = props;
  const withClients = clients.names().length > 0;
  return new MigrationTask(cluster, name, {
    image,
    user: USER,
    command: ['bash', '/etc/kafka-setup/set-up.sh'],
    env: { KAFKA_HEAP_OPTS: '-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1', LOG_DIR: '/tmp' },
    config: {
      mountPath: '/etc/kafka-setup',
      files: {
        'set-up.sh': SET_UP,
        'client.properties': clientProperties(props),
        topics: lines(props.topics.map(topicLine)),
        users: lines(clients.names().map((client) => `${client} ${LEAST_ITERATIONS - 1 + clientGeneration}`)),
        rights: lines(clients.lines()),
      },
    },
    volumes: [
      ...volumes,
      ...(withClients ? [{ name: 'users', mountPath: '/etc/kafka-users', readOnly: true, secret: { secretName: users } }] : []),
    ],
    uses: [members],
    resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(256) },
    deadline: Duration.minutes(15),
    patch: {
      job: (job) => ({
        ...job,
        spec: {
          ...job.spec,
          podFailurePolicy: {
            rules: [
              { action: 'FailJob', onExitCodes: { containerName: name, operator: 'In', values: [REFUSED] }, onPodConditions: [] },
              ...(job.spec.podFailurePolicy?.rules ?? []),
            ],
          },
        },
      }),
    },
  });
}

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
