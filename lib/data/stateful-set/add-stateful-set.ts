import type { Component } from '../../core/component.js';
import { ingressPolicy, policyPeer } from '../../network/policies.objects.js';
import { addPod } from '../../workload/pod/pod-parts.js';
import { podDisruptionBudget } from '../../workload/scale/scale.objects.js';
import type { WorkloadProps } from '../../workload/workload.props.js';
import { memberSpread, peersService, statefulSet } from './stateful-set.objects.js';
import type { StatefulSetParts } from './stateful-set.props.js';

const MARGIN_SECONDS = 5;

/** A StatefulSet with its pod, volume, peer Service and disruption budget. */
export function addStatefulSet(component: Component, props: WorkloadProps, parts: StatefulSetParts): void {
  const { preStop, shutdown } = parts;
  component.shutdownSeconds = shutdown.toSeconds();

  const template = addPod(
    component,
    { ...props, priority: props.priority ?? 'evenkeel-data' },
    {
      ports: parts.ports,
      lifecycle: preStop && { preStop: { exec: { command: preStop.command } } },
      ...parts.probes,
    },
    {
      terminationGracePeriodSeconds: (preStop?.seconds ?? 0) + shutdown.toSeconds() + MARGIN_SECONDS,
      ...memberSpread(component),
    },
    [{ name: 'data', mountPath: parts.mountPath }],
  );
  component.add('stateful-set', statefulSet(component, parts, template), parts.patch);
  component.add('peers-service', peersService(component, parts));
  // `AlwaysAllow` would let drains take every member while none of them is ready.
  component.add('pod-disruption-budget', podDisruptionBudget(component.identity(), 'IfHealthyBudget'));
}

/** Lets Prometheus of the environment read the metrics of a component's pods. */
export function addMetricsAccess(component: Component, ports: readonly number[]): void {
  const scraper = component.environment.network?.metrics;
  if (scraper) component.add('from-network.metrics', ingressPolicy(component.identity(), 'network.metrics', [policyPeer(scraper)], ports));
}
