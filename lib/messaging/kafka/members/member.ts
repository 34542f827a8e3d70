import { Duration, Size } from 'cdk8s';
import type { Component } from '../../../core/component.js';
import type { Usable } from '../../../core/connection.js';
import type { Container } from '../../../core/kubernetes.js';
import { selectorLabels, ZONE } from '../../../core/labels.js';
import { copyHosts, hostsVolume } from '../../../data/hosts.js';
import { addMetricsAccess, addStatefulSet } from '../../../data/stateful-set/add-stateful-set.js';
import { egressPolicy, ingressPolicy } from '../../../network/policies.objects.js';
import { containerResources } from '../../../workload/pod/resources.js';
import type { ExtraContainer, MountedVolume, WorkloadProps } from '../../../workload/workload.props.js';
import type { MemberSize } from '../kafka-cluster.props.js';
import { javaVariables } from './java.js';
import { METRICS_PORT } from './ports.js';

/** `appuser` of apache/kafka. */
const USER = 1000;

/** The script looks at the clock between rounds, and members that do not answer take 2 s each. */
const LAST_LOOK_SECONDS = 10;

/** What a role has of its own. */
export interface MemberParts {
  readonly image: string;
  readonly agentImage: string;
  readonly pod: Pick<WorkloadProps, 'nodeSelector' | 'tolerations' | 'priority' | 'serviceAccountAnnotations'>;
  readonly size: MemberSize;
  readonly files: Readonly<Record<string, string>>;
  /** Ports for others, beside that of the metrics. */
  readonly ports: NonNullable<Container['ports']>;
  /** Those of its ports that its peers connect to. */
  readonly peerPorts: readonly number[];
  /** Of `format.sh`. */
  readonly formatArguments: readonly string[];
  /** All members of the set, by the names that they have for each other. */
  readonly members: readonly string[];
  /** Besides the pod's own facts: passwords, certificate. */
  readonly volumes: readonly MountedVolume[];
  readonly uses: readonly Usable[];
  /** Share of the memory limit. */
  readonly heapPercent: number;
  /** Before SIGTERM, at the most: until no other member is away or behind. */
  readonly patience: Duration;
  /** From SIGTERM to the end: leadership handed over, logs written. */
  readonly shutdown: Duration;
}

/** A StatefulSet of Kafka servers: what controllers and brokers have in common. */
export function addMembers(component: Component, parts: MemberParts): void {
  const { memory } = parts.size.resources;
  const resources = { ...parts.size.resources, memoryLimit: memory };
  const java = javaVariables(parts.heapPercent);
  addStatefulSet(
    component,
    {
      ...parts.pod,
      image: parts.image,
      user: USER,
      command: ['bash', '/etc/kafka-server/start.sh', ...parts.members],
      env: java,
      config: { mountPath: '/etc/kafka-server', files: parts.files },
      volumes: [agentVolume, podVolume, hostsVolume, ...parts.volumes],
      initContainers: [
        copyHosts(component, parts.image),
        copyAgent(component, parts.agentImage),
        format(parts, containerResources(resources, component.environment), java.KAFKA_HEAP_OPTS),
      ],
      uses: parts.uses,
      resources,
    },
    {
      replicas: parts.size.replicas,
      ports: [...parts.ports, { name: 'metrics', containerPort: METRICS_PORT }],
      probes: {
        // Rollouts and budgets go by it, clients do not: seldom, since each time starts a few processes.
        readinessProbe: {
          exec: { command: ['bash', '/etc/kafka-server/ready.sh', ...parts.members] },
          periodSeconds: 10,
          timeoutSeconds: 10,
          failureThreshold: 2,
        },
        // Wedged: the JVM has not answered for two minutes. Whether it is in sync, or has a quorum, is no reason to kill it.
        livenessProbe: { httpGet: { path: '/-/healthy', port: METRICS_PORT }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 12 },
      },
      preStop: {
        command: ['bash', '/etc/kafka-server/leave.sh', String(parts.patience.toSeconds()), ...parts.members],
        seconds: parts.patience.toSeconds() + LAST_LOOK_SECONDS,
      },
      shutdown: parts.shutdown,
      minReady: Duration.seconds(10),
      storage: parts.size.storage,
      mountPath: DATA,
    },
  );
  openPeers(component, [...parts.peerPorts, METRICS_PORT]);
  addMetricsAccess(component, [METRICS_PORT]);
}

const DATA = '/var/lib/kafka/data';

/** What the pod is, as files that server.properties refers to. The zone is empty before Kubernetes 1.35. */
const podVolume: MountedVolume = {
  name: 'pod',
  mountPath: '/etc/kafka-pod',
  readOnly: true,
  downwardAPI: {
    items: [
      { path: 'name', fieldRef: { fieldPath: 'metadata.name' } },
      { path: 'index', fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
      { path: 'zone', fieldRef: { fieldPath: `metadata.labels['${ZONE}']` } },
    ],
  },
};

const agentVolume: MountedVolume = {
  name: 'jmx-agent',
  mountPath: '/opt/jmx-agent',
  readOnly: true,
  emptyDir: { sizeLimit: '32Mi' },
};

const copyAgent = (component: Component, image: string): ExtraContainer => ({
  name: 'jmx-agent',
  image,
  command: ['sh', '-c', 'cp /opt/*/jmx_prometheus_javaagent*.jar /opt/jmx-agent/agent.jar'],
  resources: containerResources({ memory: Size.mebibytes(32) }, component.environment),
  volumeMounts: [{ name: 'jmx-agent', mountPath: '/opt/jmx-agent' }],
});

const format = (parts: MemberParts, resources: Container['resources'], heap: string): ExtraContainer => ({
  name: 'format',
  image: parts.image,
  command: ['bash', '/etc/kafka-server/format.sh', ...parts.formatArguments],
  env: [
    { name: 'KAFKA_HEAP_OPTS', value: heap },
    { name: 'LOG_DIR', value: '/tmp' },
  ],
  resources,
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'config', mountPath: '/etc/kafka-server', readOnly: true },
    { name: 'data', mountPath: DATA },
    { name: 'pod', mountPath: '/etc/kafka-pod', readOnly: true },
    ...parts.volumes.map(({ name, mountPath, readOnly }) => ({ name, mountPath, readOnly })),
  ],
});

/** Members talk to each other, and ask each other's metrics before they call themselves ready. */
function openPeers(component: Component, ports: readonly number[]): void {
  const identity = component.identity();
  const peers = [{ podSelector: { matchLabels: selectorLabels(identity) } }];
  component.add('to-peers', egressPolicy(identity, component.name, peers, ports));
  component.add('from-peers', ingressPolicy(identity, component.name, peers, ports));
}
