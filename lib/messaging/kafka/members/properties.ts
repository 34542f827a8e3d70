import { memberHosts } from '../../../data/stateful-set/stateful-set.objects.js';
import { CLIENT_PORT, CONTROLLER_PORT, REPLICATION_PORT } from './ports.js';

/** What all members of a cluster know of it. */
export interface ClusterFacts {
  readonly controllerSet: string;
  readonly brokerSet: string;
  readonly namespace: string;
  readonly controllers: number;
  /** Generation of the members' own passwords. */
  readonly generation: number;
  readonly tls: 'on' | 'off';
}

/** As the `properties` format has them, in the order in which they are written. */
export type Properties = Readonly<Record<string, string | number | boolean>>;

export const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

/** Of every three replicas two must have a record before it is acknowledged: one may be lost or be away. */
export const REPLICAS = 3;
export const IN_SYNC = 2;

/** Stand for "no record is lost", also for those topics that Kafka makes for itself: offsets, transactions. */
export const durability = {
  'default.replication.factor': REPLICAS,
  'min.insync.replicas': IN_SYNC,
  'offsets.topic.replication.factor': REPLICAS,
  'transaction.state.log.replication.factor': REPLICAS,
  'transaction.state.log.min.isr': IN_SYNC,
  'share.coordinator.state.topic.replication.factor': REPLICAS,
  'share.coordinator.state.topic.min.isr': IN_SYNC,
  'unclean.leader.election.enable': false,
  'auto.create.topics.enable': false,
} as const satisfies Properties;

/** A member's own name: no component can have it, since their names have no `_`. */
export const memberUser = (generation: number): string => `member_${generation}`;

/** Its key in the Secret: keys have no `_`. */
export const memberKey = (generation: number): string => `member-${generation}`;

/** The one before and the next one are accepted, too: a rotation rolls member by member, and all of them go on talking. */
export const memberGenerations = (generation: number): readonly number[] =>
  [generation - 1, generation, generation + 1].filter((one) => one > 0);

/** What the pod is: a file that Kafka reads when it starts. */
const fromPod = (file: 'name' | 'index' | 'zone') => `\${dir:/etc/kafka-pod:${file}}`;

const fromCertificate = (file: 'ca.crt' | 'tls.crt' | 'tls.key') => `\${dir:/etc/kafka-tls:${file}}`;

const secret = (user: string) => `"\${dir:/etc/kafka-credentials:${user}}"`;

/** How a member logs in at others with its own name, and whom it lets in. Also the task's way in. */
export function memberLogin(generation: number): string {
  const user = memberUser(generation);
  return `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password=${secret(user)}`;
}

const accepted = (generation: number) =>
  memberGenerations(generation)
    .map((one) => `user_${memberUser(one)}=${secret(memberUser(one))}`)
    .join(' ');

/** A controller: what a majority of them has written down is the cluster's state. */
export const controllerProperties = (facts: ClusterFacts): Properties => ({
  'process.roles': 'controller',
  listeners: `CONTROLLER://:${CONTROLLER_PORT}`,
  'node.id': fromPod('index'),
  ...common(facts),
  // A leader that hears nothing from a majority steps down, and a follower that hears nothing from the leader votes: the
  // defaults, within which a lost controller is replaced in 2 to 4 s.
  'controller.quorum.fetch.timeout.ms': 2000,
  'controller.quorum.election.timeout.ms': 1000,
  // Defaults of topics, and of those that Kafka makes for itself.
  ...durability,
  // A broker that is silent for so long leads nothing any more. Kafka's 9 s, and a controller lost with it, would come close to 15.
  'broker.session.timeout.ms': 6000,
});

/** Among the properties of brokers, those that controllers read for them: Kafka 4.1, core/src/main/scala/kafka/server/ControllerServer.scala. */
const READ_BY_CONTROLLERS = [
  'alter.config.policy.class.name',
  'auto.leader.rebalance.enable',
  'broker.session.timeout.ms',
  'create.topic.policy.class.name',
  'delete.topic.enable',
  'leader.imbalance.check.interval.seconds',
  'num.partitions',
  'unclean.leader.election.interval.ms',
];

/** What controllers have to know of the `config` of a cluster. */
export const configOfControllers = (config: Properties): Properties =>
  Object.fromEntries(Object.entries(config).filter(([key]) => READ_BY_CONTROLLERS.includes(key)));

/** Leaders answer a fetch within `replica.fetch.wait.max.ms`, half a second. With the session of a leader that is gone, within 15 s. */
const ANSWER_TIMEOUT = 5000;

/** A broker: it holds replicas of the topics' partitions. */
export const brokerProperties = (facts: ClusterFacts, dedupeBufferMebibytes: number): Properties => ({
  'process.roles': 'broker',
  'node.id': `10${fromPod('index')}`,
  // Empty before Kubernetes 1.35, which is the first to tell pods their zone.
  'broker.rack': fromPod('zone'),
  'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
  listeners: `REPLICATION://:${REPLICATION_PORT},CLIENT://:${CLIENT_PORT}`,
  'inter.broker.listener.name': 'REPLICATION',
  'advertised.listeners': [
    `REPLICATION://${fromPod('name')}.${facts.brokerSet}-peers:${REPLICATION_PORT}`,
    // With the namespace, so that scalers find it from theirs.
    `CLIENT://${fromPod('name')}.${facts.brokerSet}-peers.${facts.namespace}:${CLIENT_PORT}`,
  ].join(','),
  ...common(facts),
  'sasl.mechanism.inter.broker.protocol': 'PLAIN',
  'listener.name.replication.sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.replication.plain.sasl.jaas.config': `${memberLogin(facts.generation)} ${accepted(facts.generation)};`,
  'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
  'listener.name.client.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  ...durability,
  'broker.session.timeout.ms': 6000,
  'broker.heartbeat.interval.ms': 1500,
  // While there is no quorum a broker waits for one: after Kafka's minute it would end, and be started ever more seldom.
  'initial.broker.registration.timeout.ms': 3600000,
  // A follower that hangs without being gone holds acknowledgements up for so long; Kafka's 30 s would miss 15.
  'replica.lag.time.max.ms': 10000,
  // So long a broker waits for an answer: of a leader from which it fetches (twice, connecting and asking), of the controller
  // that it tells who is in sync. Each of Kafka's is 30 s. One that stands still closes no connection, and who waits for it
  // does not go on to the one that took its place.
  'replica.socket.timeout.ms': ANSWER_TIMEOUT,
  'request.timeout.ms': ANSWER_TIMEOUT,
  'controller.socket.timeout.ms': ANSWER_TIMEOUT,
  // Kafka's 128 MiB would not fit a small heap.
  'log.cleaner.dedupe.buffer.size': dedupeBufferMebibytes * 2 ** 20,
});

/** How values are read from files, so that no secret stands in the configuration. */
export const fileProvider: Properties = {
  'config.providers': 'dir',
  'config.providers.dir.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
};

const common = ({ controllers, controllerSet, generation, tls }: ClusterFacts): Properties => ({
  ...fileProvider,
  'controller.quorum.voters': voters(controllerSet, controllers),
  // To a member that is gone. Kafka's 10 and 30 s are for clients far away: here one lost packet is sent again after one second.
  'socket.connection.setup.timeout.ms': 2000,
  'socket.connection.setup.timeout.max.ms': 5000,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': ['CONTROLLER', 'REPLICATION', 'CLIENT'].map((name) => `${name}:${securityProtocol(tls)}`).join(','),
  'sasl.mechanism.controller.protocol': 'PLAIN',
  'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.controller.plain.sasl.jaas.config': `${memberLogin(generation)} ${accepted(generation)};`,
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': memberGenerations(generation)
    .map((one) => `User:${memberUser(one)}`)
    .join(';'),
  ...(tls === 'on' ? certificate : {}),
  // A folder of its own: the volume's root has what its filesystem puts there.
  'log.dirs': '/var/lib/kafka/data/log',
});

export const securityProtocol = (tls: ClusterFacts['tls']) => (tls === 'on' ? 'SASL_SSL' : 'SASL_PLAINTEXT');

/** Whom to trust: for members and for the task that sets the cluster up. */
export const authority: Properties = {
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.certificates': fromCertificate('ca.crt'),
};

const certificate: Properties = {
  ...authority,
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.key': fromCertificate('tls.key'),
  'ssl.keystore.certificate.chain': fromCertificate('tls.crt'),
};

/** Ids of static voters are the ordinals: a member that comes back on another node has the same name and the same vote. */
const voters = (set: string, count: number) =>
  memberHosts(set, count)
    .map((host, ordinal) => `${ordinal}@${host}:${CONTROLLER_PORT}`)
    .join(',');
