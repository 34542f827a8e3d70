import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Alert, type Claim, Component, type Endpoint } from '../../../core/component.js';
import { Connection } from '../../../core/connection.js';
import { mebibytes } from '../../../core/quantities.js';
import { memberClaim } from '../../../data/stateful-set/member-claim.js';
import { statefulSetAlerts } from '../../../data/stateful-set/stateful-set.alerts.js';
import { memberHost, memberHosts } from '../../../data/stateful-set/stateful-set.objects.js';
import { ingressPolicy, policyPeer } from '../../../network/policies.objects.js';
import { brokerAlerts } from '../kafka.alerts.js';
import { configFiles } from './config-files.js';
import type { KafkaControllers } from './controllers.js';
import { addMembers, type MemberParts } from './member.js';
import { CLIENT_PORT, REPLICATION_PORT } from './ports.js';
import { brokerProperties, type ClusterFacts, REPLICAS } from './properties.js';

/** The other half is for the JVM itself and for the page cache, from which consumers read. */
const HEAP_PERCENT = 45;
const SMALLEST_DEDUPE_MEBIBYTES = 16;
/** Kafka's own default. */
const LARGEST_DEDUPE_MEBIBYTES = 128;
/** Clients ask as many for the others. More would change their variables, and roll them, when brokers are added. */
const BOOTSTRAP_BROKERS = 3;

type Parts = Pick<MemberParts, 'image' | 'agentImage' | 'pod' | 'size' | 'volumes'>;

/** Those of a KafkaCluster that hold records. */
export class KafkaBrokers extends Component {
  readonly endpoints: readonly Endpoint[] = [{ name: 'client', port: CLIENT_PORT, protocol: 'tcp' }];
  readonly alerts: readonly Alert[];
  readonly claim: Claim;

  constructor(
    scope: Construct,
    name: string,
    facts: ClusterFacts,
    clusterId: string,
    controllers: KafkaControllers,
    config: Readonly<Record<string, string>>,
    parts: Parts,
  ) {
    super(scope, name, { kind: 'kafka-broker', stage: 'data' });
    const { network, zones } = this.environment;
    const { replicas, resources } = parts.size;
    const dedupe = Math.round(mebibytes(resources.memory) / 32);
    const properties = brokerProperties(facts, Math.min(LARGEST_DEDUPE_MEBIBYTES, Math.max(SMALLEST_DEDUPE_MEBIBYTES, dedupe)));
    const members = memberHosts(name, replicas);
    addMembers(this, {
      ...parts,
      files: configFiles({ ...properties, ...config }, 'broker', facts.namespace, [
        ...memberHosts(facts.controllerSet, facts.controllers),
        ...members,
      ]),
      ports: [
        { name: 'replication', containerPort: REPLICATION_PORT },
        { name: 'client', containerPort: CLIENT_PORT },
      ],
      peerPorts: [REPLICATION_PORT],
      formatArguments: [clusterId],
      members,
      uses: [controllers],
      heapPercent: HEAP_PERCENT,
      // A broker that was restarted is back and has caught up in that time; one that is lost is not waited for any longer.
      patience: Duration.seconds(60),
      // Partitions are handed over, then logs closed: seconds here, up to a minute or two with thousands of partitions.
      shutdown: Duration.seconds(120),
    });
    if (network?.scalers) {
      this.add('from-network.scalers', ingressPolicy(this.identity(), 'network.scalers', [policyPeer(network.scalers)], [CLIENT_PORT]));
    }
    this.alerts = [...brokerAlerts(this), ...statefulSetAlerts(this)];
    const claim = memberClaim(this.environment, replicas - Math.ceil(replicas / Math.max(3, zones.length)));
    // Of more brokers than replicas two of a partition may be in one zone, where pods do not know theirs: Kubernetes before 1.35.
    this.claim = replicas > REPLICAS ? { ...claim, zones: 0 } : claim;
  }

  /** `host:port`, separated by commas: inside the namespace, or as other namespaces have to call them. */
  bootstrapServers(port: number, from: 'inside' | 'outside'): string {
    const suffix = from === 'outside' ? `.${this.environment.namespace}` : '';
    return memberHosts(this.name, BOOTSTRAP_BROKERS)
      .map((host) => `${host}${suffix}:${port}`)
      .join(',');
  }

  /** For the task that sets the cluster up: as a member, on the members' own listener. */
  membersConnection(): Connection {
    return new Connection({
      target: this,
      variables: { BOOTSTRAP_SERVERS: this.bootstrapServers(REPLICATION_PORT, 'inside') },
      at: { pods: [this.identity()] },
      ports: [REPLICATION_PORT],
      waitFor: { host: memberHost(this.name, 0), port: REPLICATION_PORT },
    });
  }
}
