import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { addSecrets } from '../../core/add-secrets.js';
import { addCertificate } from '../../core/certificates.js';
import { type Alert, type Claim, Component, type Endpoint } from '../../core/component.js';
import { Connection, type ConsumedTopic } from '../../core/connection.js';
import type { Dashboard } from '../../core/dashboard.js';
import { Secret } from '../../core/secrets.js';
import { certificateAlerts } from '../../data/certificate.alerts.js';
import type { MountedVolume } from '../../workload/workload.props.js';
import { checkKafka, KAFKA_NAME } from './check-kafka.js';
import { Clients, type Right } from './clients.js';
import { kafkaDashboard } from './kafka.dashboard.js';
import { clientService, clusterIdOf, foundedMark, hostsOf } from './kafka-cluster.objects.js';
import type { Consumption, KafkaClusterProps, MemberProps, MemberSize } from './kafka-cluster.props.js';
import { KafkaBrokers } from './members/brokers.js';
import { KafkaControllers } from './members/controllers.js';
import { CLIENT_PORT } from './members/ports.js';
import { type ClusterFacts, memberGenerations, memberKey, memberUser, securityProtocol } from './members/properties.js';
import { addSetUpTasks } from './set-up-tasks.js';

const DEFAULT_IMAGE = 'docker.io/apache/kafka:4.1.0';
const DEFAULT_AGENT_IMAGE = 'quay.io/strimzi/kafka:0.48.0-kafka-4.1.0';
const DEFAULT_REPLICAS = 3;
/** Requests are also the share that is left when a node is busy: starved of CPU, members take each other for dead. */
const BROKER = { resources: { cpu: Cpu.millis(500), memory: Size.mebibytes(512) }, storage: { size: Size.gibibytes(10) } };
const CONTROLLER = { resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(320) }, storage: { size: Size.gibibytes(2) } };

/**
 * Kafka 4.1 (KRaft): three controllers, and three brokers of which two have every record before `acks=all` is answered.
 * Topics are declared here, users and their rights follow from who connects and what for.
 *
 * Survives in production the loss of a member, a node or a zone, a drain and a rolling update: no record that was acknowledged
 * with `acks=all` is lost. A partition whose leader is gone without a word takes none for 15 s at most (docs/failover.md), one
 * whose leader hands over for well under 5 s. What nobody has written to disk yet is lost when all replicas lose power at once.
 *
 * @example
 * const events = new KafkaCluster(this, 'events', { topics: [{ name: 'orders', partitions: 6 }] });
 * new WebService(this, 'api', { image, port: 8080, uses: [events.produces('orders')] });
 * new Worker(this, 'fulfilment', { image, uses: [events.consumes('orders', { group: 'fulfilment' })] });
 */
export class KafkaCluster extends Component {
  readonly endpoints: readonly Endpoint[] = [{ name: 'client', port: CLIENT_PORT, protocol: 'tcp' }];
  /** Of what they share; controllers and brokers have their own. */
  readonly alerts: readonly Alert[];
  readonly claim: Claim = { zones: 0, nodes: 0 };
  override readonly dashboards: readonly Dashboard[];
  private readonly brokers: KafkaBrokers;
  private readonly clients = new Clients();

  constructor(
    scope: Construct,
    name: string,
    readonly props: KafkaClusterProps,
  ) {
    super(scope, name, { kind: 'kafka-cluster', stage: 'data', accept: props.accept });
    const { namespace } = this.environment;
    const { image = DEFAULT_IMAGE, agentImage = DEFAULT_AGENT_IMAGE, config = {}, generation = 1, tls = 'off' } = props;
    const sizes = { brokers: sizeOf(props.brokers, BROKER), controllers: sizeOf(props.controllers, CONTROLLER) };
    const clusterId = clusterIdOf(namespace, name);
    const facts: ClusterFacts = {
      controllerSet: `${name}-controller`,
      brokerSet: `${name}-broker`,
      namespace,
      controllers: sizes.controllers.replicas,
      generation,
      tls,
    };
    const member = { image, agentImage, pod: props, volumes: this.volumes() };
    checkKafka(this, props, sizes);

    addSecrets(
      this,
      this.credentials,
      Object.fromEntries(memberGenerations(generation).map((one) => [memberKey(one), Secret.derived('member', { generation: one })])),
    );
    if (tls === 'on') addCertificate(this, certificateOf(name), { hosts: hostsOf(facts, name, sizes.brokers.replicas), generation });
    const founded = `${name}-founded`;
    const controllers = new KafkaControllers(this, facts.controllerSet, facts, clusterId, founded, config, {
      ...member,
      size: sizes.controllers,
    });
    this.brokers = new KafkaBrokers(this, facts.brokerSet, facts, clusterId, controllers, config, { ...member, size: sizes.brokers });
    this.add('service', clientService(this, this.brokers));
    this.add('founded', foundedMark(this, founded, clusterId));
    this.alerts = tls === 'on' ? certificateAlerts(this, certificateOf(name)) : [];
    this.dashboards = [kafkaDashboard(this, facts.brokerSet, facts.controllerSet)];
  }

  /** Writes records of a topic; as an idempotent producer, too. */
  produces(topic: string): Connection {
    return this.client(`produce ${topic}`, topic, undefined, [{ resource: 'TOPIC', name: topic, operation: 'WRITE' }]);
  }

  /** Reads records of a topic as one of a group. `scaling.kafkaLag` of the client finds topic and group here. */
  consumes(topic: string, { group }: Consumption): Connection {
    if (!KAFKA_NAME.test(group)) {
      this.report(
        `group ${JSON.stringify(group)} of who consumes "${topic}": a name has up to 249 letters, digits, ".", "_" and "-"; rename it`,
      );
    }
    return this.client(`consume ${topic} as ${group}`, topic, group, [
      { resource: 'TOPIC', name: topic, operation: 'READ' },
      { resource: 'GROUP', name: group, operation: 'READ' },
    ]);
  }

  /** Topics, users and rights: now that everybody has connected. */
  override complete(): void {
    const { image = DEFAULT_IMAGE, clientGeneration } = this.props;
    addSecrets(
      this,
      this.users,
      Object.fromEntries(this.clients.names().map((client) => [client, Secret.derived(client, { generation: clientGeneration })])),
    );
    addSetUpTasks(this, {
      image,
      props: this.props,
      clients: this.clients,
      members: this.brokers.membersConnection(),
      volumes: this.volumes(),
      users: this.users,
    });
  }

  private get credentials(): string {
    return `${this.name}-credentials`;
  }

  private get users(): string {
    return `${this.name}-users`;
  }

  /** Passwords and, with TLS, the certificate: where server.properties looks for them. */
  private volumes(): readonly MountedVolume[] {
    // By key: Kafka would take the reference to a file that is missing for the password itself.
    const items = memberGenerations(this.props.generation ?? 1).map((one) => ({ key: memberKey(one), path: memberUser(one) }));
    return [
      { name: 'credentials', mountPath: '/etc/kafka-credentials', readOnly: true, secret: { secretName: this.credentials, items } },
      ...(this.props.tls === 'on'
        ? [{ name: 'tls', mountPath: '/etc/kafka-tls', readOnly: true, secret: { secretName: certificateOf(this.name) } }]
        : []),
    ];
  }

  private consumed(topic: string, group: string): ConsumedTopic {
    return {
      topic,
      group,
      bootstrapServers: this.brokers.bootstrapServers(CLIENT_PORT, 'outside'),
      sasl: { mechanism: 'scram_sha512', username: 'KAFKA_SASL_USERNAME', password: 'KAFKA_SASL_PASSWORD' },
      authority: this.props.tls === 'on' ? { secret: certificateOf(this.name), key: 'ca.crt' } : undefined,
    };
  }

  private client(access: string, topic: string, group: string | undefined, rights: readonly Omit<Right, 'client'>[]): Connection {
    const names = this.props.topics.map(({ name }) => name);
    if (!names.includes(topic)) {
      this.report(`has no topic "${topic}" (it has ${names.join(', ') || 'none'}); add it to topics, with its partitions`);
    }
    const { tls = 'off', clientGeneration } = this.props;
    const files = tls === 'on' ? { secret: certificateOf(this.name), keys: ['ca.crt'], mountPath: `/etc/${this.name}` } : undefined;
    return new Connection({
      target: this,
      access,
      variables: (client) => ({
        KAFKA_BOOTSTRAP_SERVERS: this.brokers.bootstrapServers(CLIENT_PORT, 'inside'),
        KAFKA_SECURITY_PROTOCOL: securityProtocol(tls),
        ...(files ? { KAFKA_SSL_CA_LOCATION: `${files.mountPath}/ca.crt` } : {}),
        KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
        KAFKA_SASL_USERNAME: client.name,
        KAFKA_SASL_PASSWORD: Secret.existing({ secret: this.users, key: client.name, generation: clientGeneration }),
        ...(group === undefined ? {} : { KAFKA_GROUP_ID: group }),
      }),
      files,
      consumes: group === undefined ? undefined : this.consumed(topic, group),
      at: { pods: [this.brokers.identity()] },
      ports: [CLIENT_PORT],
      waitFor: { host: this.name, port: CLIENT_PORT },
      connected: (client) => this.clients.grant(client, rights),
    });
  }
}

const certificateOf = (name: string) => `${name}-tls`;

const sizeOf = (
  { replicas = DEFAULT_REPLICAS, resources, storage }: MemberProps = {},
  defaults: Pick<MemberSize, 'resources' | 'storage'>,
): MemberSize => ({
  replicas,
  resources: { ...defaults.resources, ...resources },
  storage: storage ?? defaults.storage,
});
