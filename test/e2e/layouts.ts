import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Chart, type Deployment, type Environment, type PodDisruptionBudget, WebService } from '../../lib/index.js';
import { prod } from '../../stacks/environments.js';
import { onTestCluster } from './environments.js';

/** How the pods of one service are held together and apart: what the survival check judges, and the cluster after it. */
export interface Layout {
  readonly name: string;
  readonly replicas: number;
  /** The constraint over zones that the library makes for production, as it is or weakened. */
  readonly zones: 'hard' | 'hard, taints ignored' | 'soft' | 'none';
  /** A rule over nodes besides. */
  readonly nodes: 'hard' | 'hard, taints ignored' | 'apart' | 'none';
  readonly pin: 'none' | 'to a zone' | 'to a node';
  readonly budget: 'maxUnavailable 1' | 'maxUnavailable 0' | 'minAvailable all' | 'minAvailable all but one' | 'minAvailable 50%';
  /**
   * Where the scheduler's luck would decide: the only nodes that are not cordoned while the pods are placed, as a soft rule
   * yields to full nodes. The first node of zone a is `zone-a-1`.
   */
  readonly only?: readonly string[];
}

/** Of the cluster that the layouts are for: two nodes in each zone. */
export const ZONES = ['zone-a', 'zone-b', 'zone-c'];
export const NODES_PER_ZONE = 2;
export const PINNED_NODE = 'node3';

export const layoutsEnvironment: Environment = {
  ...onTestCluster(prod),
  name: 'layouts',
  namespace: 'acme-layouts',
  zones: ZONES,
  nodes: { perZone: NODES_PER_ZONE, cpu: Cpu.units(2), memory: Size.gibibytes(8) },
  quota: undefined,
  network: undefined,
};

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';
const PINS = { none: undefined, 'to a zone': { [ZONE]: 'zone-b' }, 'to a node': { [HOSTNAME]: PINNED_NODE } };

/** One service for each layout: the product's own objects, changed by its own escape hatch. */
export const layoutsApp = (layouts: readonly Layout[]) =>
  class Layouts extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'layouts', environment);
      for (const layout of layouts) service(this, layout);
    }
  };

function service(chart: Chart, layout: Layout): void {
  new WebService(chart, layout.name, {
    image: 'ghcr.io/stefanprodan/podinfo',
    port: 9898,
    args: ['--port=9898', '--port-metrics=9090', '--level=error'],
    scaling: { replicas: layout.replicas },
    nodeSelector: PINS[layout.pin],
    resources: { cpu: Cpu.millis(10), memory: Size.mebibytes(32), memoryLimit: Size.mebibytes(64) },
    // Quick to come and go, and patient with a busy machine: only a fault may make a pod unready.
    probes: { readiness: { delay: Duration.seconds(1), period: Duration.seconds(3), timeout: Duration.seconds(10), failures: 5 } },
    shutdown: { drain: Duration.seconds(1), timeout: Duration.seconds(5) },
    patch: {
      deployment: (deployment) => held(deployment, layout),
      podDisruptionBudget: (budget) => granting(budget, layout),
    },
  });
}

function held({ spec: { template, ...spec }, ...rest }: Deployment, { zones, nodes }: Layout): Deployment {
  const { topologySpreadConstraints: [overZones] = [], affinity, ...pod } = template.spec;
  if (!overZones) throw new Error('the library makes no spread constraint that a layout could change');
  const { nodeTaintsPolicy: _, ...taintsIgnored } = overZones;
  const byZone = {
    hard: [overZones],
    'hard, taints ignored': [taintsIgnored],
    soft: [{ ...overZones, whenUnsatisfiable: 'ScheduleAnyway' }],
    none: [],
  };
  const byNode = {
    hard: [{ ...overZones, topologyKey: HOSTNAME }],
    'hard, taints ignored': [{ ...taintsIgnored, topologyKey: HOSTNAME }],
    apart: [],
    none: [],
  };
  const required = nodes === 'apart' ? [{ topologyKey: HOSTNAME, labelSelector: overZones.labelSelector }] : undefined;
  return {
    ...rest,
    spec: {
      ...spec,
      template: {
        ...template,
        spec: {
          ...pod,
          topologySpreadConstraints: [...byZone[zones], ...byNode[nodes]],
          affinity: {
            ...affinity,
            podAntiAffinity: { ...affinity?.podAntiAffinity, requiredDuringSchedulingIgnoredDuringExecution: required },
          },
        },
      },
    },
  };
}

function granting(
  { spec: { maxUnavailable: _, ...spec }, ...rest }: PodDisruptionBudget,
  { budget, replicas }: Layout,
): PodDisruptionBudget {
  const amount = {
    'maxUnavailable 1': { maxUnavailable: 1 },
    'maxUnavailable 0': { maxUnavailable: 0 },
    'minAvailable all': { minAvailable: replicas },
    'minAvailable all but one': { minAvailable: replicas - 1 },
    'minAvailable 50%': { minAvailable: '50%' },
  };
  return { ...rest, spec: { ...spec, ...amount[budget] } };
}
