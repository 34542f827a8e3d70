import type { Alert, Component } from '../../core/component.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

/** kube-state-metrics' view of a Deployment; the expressions follow the kubernetes-mixin. */
export function deploymentAlerts({ environment: { namespace }, name, kind }: Component): Alert[] {
  const deployment = `namespace="${namespace}",deployment="${name}"`;
  const container = `namespace="${namespace}",pod=~"${name}-.+",container="${name}"`;
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
    {
      name: 'WorkloadCrashLooping',
      expr: `max_over_time(kube_pod_container_status_waiting_reason{${container},reason="CrashLoopBackOff"}[5m]) >= 1`,
      for: '15m',
      severity: 'critical',
      summary: `a container of ${kind} ${name} keeps crashing`,
      runbook: `${RUNBOOK}#workloadcrashlooping`,
    },
    {
      name: 'WorkloadOutOfMemory',
      expr:
        `increase(kube_pod_container_status_restarts_total{${container}}[10m]) >= 1 and ignoring(reason) ` +
        `min_over_time(kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"}[10m]) == 1`,
      for: '0m',
      severity: 'warning',
      summary: `a container of ${kind} ${name} was killed at its memory limit`,
      runbook: `${RUNBOOK}#workloadoutofmemory`,
    },
  ];
}
