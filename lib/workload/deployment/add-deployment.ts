import type { Component } from '../../core/component.js';
import type { Container, Deployment, PodDisruptionBudget } from '../../core/kubernetes.js';
import { selectorLabels } from '../../core/labels.js';
import type { Patch } from '../../core/patch.js';
import { ingressPolicy, policyPeer } from '../../network/policies.objects.js';
import { addPod } from '../pod/pod-parts.js';
import { containerProbes, type ProbeDefaults } from '../pod/probes.js';
import { leaveDeadNodes, shutdown } from '../pod/shutdown.js';
import { spread } from '../pod/spread.js';
import { addScaler, type ScalerPatches } from '../scale/add-scaler.js';
import { checkScaling } from '../scale/check-scaling.js';
import { podDisruptionBudget } from '../scale/scale.objects.js';
import { isScaled } from '../scale/scaling.js';
import type { Scaling } from '../scale/scaling.props.js';
import type { ReplicatedProps } from '../workload.props.js';
import { deployment } from './deployment.objects.js';

/** Patches of the objects that every replicated workload makes. */
export interface DeploymentPatches extends ScalerPatches {
  readonly deployment?: Patch<Deployment>;
  readonly podDisruptionBudget?: Patch<PodDisruptionBudget>;
}

interface DeploymentProps extends ReplicatedProps {
  /** Keeps pods in each zone rather than their number while one is lost. @default false */
  readonly inEachZone?: boolean;
}

const DEFAULT_METRICS = { port: 9090, path: '/metrics' };

/** A Deployment with its pod, disruption budget and scaler: what WebService and Worker have in common. */
export function addDeployment(
  component: Component,
  props: DeploymentProps,
  scaling: Scaling,
  ports: NonNullable<Container['ports']>,
  probes: ProbeDefaults,
  patch: DeploymentPatches = {},
): void {
  const identity = component.identity();
  const { lifecycle, terminationGracePeriodSeconds, seconds } = shutdown(props.shutdown);
  component.shutdownSeconds = seconds;
  checkScaling(component, scaling);
  checkPorts(component, props, ports);

  const template = addPod(
    component,
    props,
    { ports: [...ports, ...metricsPorts(props)], lifecycle, ...containerProbes(props.probes ?? {}, probes) },
    {
      terminationGracePeriodSeconds,
      tolerations: leaveDeadNodes,
      ...spread(component.environment, selectorLabels(identity), props.inEachZone),
    },
  );
  component.add('deployment', deployment(component, props, scaling, template), patch.deployment);
  component.add('pod-disruption-budget', podDisruptionBudget(identity), patch.podDisruptionBudget);
  if (isScaled(scaling)) addScaler(component, scaling, props.uses ?? [], patch);
  addScrapePolicy(component, props);
}

const metricsPorts = ({ metrics = DEFAULT_METRICS }: ReplicatedProps) =>
  metrics === 'none' ? [] : [{ name: 'metrics', containerPort: metrics.port }];

function addScrapePolicy(component: Component, { metrics = DEFAULT_METRICS }: ReplicatedProps): void {
  const scraper = component.environment.network?.metrics;
  if (metrics === 'none' || !scraper) return;
  component.add('from-network.metrics', ingressPolicy(component.identity(), 'network.metrics', [policyPeer(scraper)], [metrics.port]));
}

function checkPorts(component: Component, props: ReplicatedProps, ports: NonNullable<Container['ports']>): void {
  const extra = [...(props.sidecars ?? []), ...(props.containers ?? [])].flatMap(({ name, ports = [] }) =>
    ports.map((port) => ({ name: `container ${name}`, containerPort: port.containerPort })),
  );
  const used = new Map<number, string>();
  for (const { name = '', containerPort } of [...ports, ...metricsPorts(props), ...extra]) {
    const other = used.get(containerPort);
    if (other) component.report(`port ${containerPort} is used twice, by ${other} and ${name}; give one of them another port`);
    if (!Number.isInteger(containerPort) || containerPort < 1024 || containerPort > 65535) {
      component.report(`port ${containerPort} (${name}) is not one that a user other than root may listen on; use 1024 to 65535`);
    }
    used.set(containerPort, name);
  }
}
