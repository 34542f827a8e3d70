import type { Alert, Component } from '../../core/component.js';
import { containerAlerts } from '../pod/container.alerts.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

/** kube-state-metrics' view of a Deployment; the expressions follow the kubernetes-mixin. */
export function deploymentAlerts(component: Component): Alert[] {
  const {
    environment: { namespace },
    name,
    kind,
  } = component;
  const deployment = `namespace="${namespace}",deployment="${name}"`;
  return [
    {
      name: 'WorkloadReplicasMissing',
      expr: `kube_deployment_spec_replicas{${deployment}} > kube_deployment_status_replicas_available{${deployment}}`,
      for: '15m',
      severity: 'critical',
      summary: `${kind} ${name} has had fewer available replicas than it wants for 15 minutes`,
      runbook: `${RUNBOOK}#workloadreplicasmissing`,
    },
    {
      name: 'WorkloadRolloutStuck',
      expr: `kube_deployment_status_condition{${deployment},condition="Progressing",status="false"} == 1`,
      for: '1m',
      severity: 'warning',
      summary: `the rollout of ${kind} ${name} made no progress within its deadline`,
      runbook: `${RUNBOOK}#workloadrolloutstuck`,
    },
    ...containerAlerts(component),
  ];
}
