import type { Alert, Component } from '../../core/component.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

/** Of a component's main container, whatever runs its pods; the expressions follow the kubernetes-mixin. */
export function containerAlerts({ environment: { namespace }, name, kind }: Component): Alert[] {
  const container = `namespace="${namespace}",pod=~"${name}-.+",container="${name}"`;
  return [
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
