import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Alert, type Claim, Component, type Endpoint } from '../../../core/component.js';
import { type Connectable, Connection } from '../../../core/connection.js';
import { memberClaim } from '../../../data/stateful-set/member-claim.js';
import { statefulSetAlerts } from '../../../data/stateful-set/stateful-set.alerts.js';
import { memberHost, memberHosts } from '../../../data/stateful-set/stateful-set.objects.js';
import type { MountedVolume } from '../../../workload/workload.props.js';
import { controllerAlerts } from '../kafka.alerts.js';
import { configFiles } from './config-files.js';
import { addMembers, type MemberParts } from './member.js';
import { CONTROLLER_PORT } from './ports.js';
import { type ClusterFacts, configOfControllers, controllerProperties } from './properties.js';

/** Buffers are few: half of the limit would be idle. */
const HEAP_PERCENT = 40;

type Parts = Pick<MemberParts, 'image' | 'agentImage' | 'pod' | 'size' | 'volumes'>;

/** The quorum of a KafkaCluster: what a majority has written down is the cluster's state. */
export class KafkaControllers extends Component implements Connectable {
  readonly endpoints: readonly Endpoint[] = [{ name: 'controller', port: CONTROLLER_PORT, protocol: 'tcp' }];
  readonly alerts: readonly Alert[];
  readonly claim: Claim;

  constructor(
    scope: Construct,
    name: string,
    facts: ClusterFacts,
    clusterId: string,
    founded: string,
    config: Readonly<Record<string, string>>,
    parts: Parts,
  ) {
    super(scope, name, { kind: 'kafka-controller', stage: 'data' });
    const members = memberHosts(name, facts.controllers);
    addMembers(this, {
      ...parts,
      files: configFiles({ ...controllerProperties(facts), ...configOfControllers(config) }, 'controller', facts.namespace, members),
      ports: [{ name: 'controller', containerPort: CONTROLLER_PORT }],
      peerPorts: [CONTROLLER_PORT],
      formatArguments: [clusterId, ...members],
      members,
      volumes: [foundedVolume(founded), ...parts.volumes],
      uses: [],
      heapPercent: HEAP_PERCENT,
      // One that starts hears of the quorum within seconds.
      patience: Duration.seconds(15),
      // One that leads resigns, and its log is synced: a second or two.
      shutdown: Duration.seconds(30),
    });
    this.alerts = [...controllerAlerts(this), ...statefulSetAlerts(this)];
    this.claim = memberClaim(this.environment, Math.floor(facts.controllers / 2) + 1);
  }

  /** For brokers. */
  connection(): Connection {
    return new Connection({
      target: this,
      variables: {},
      at: { pods: [this.identity()] },
      ports: [CONTROLLER_PORT],
      waitFor: { host: memberHost(this.name, 0), port: CONTROLLER_PORT },
    });
  }
}

/** Not there until the first bring-up has ended, and then for good. */
const foundedVolume = (name: string): MountedVolume => ({
  name: 'founded',
  mountPath: '/etc/kafka-founded',
  readOnly: true,
  configMap: { name, optional: true },
});
