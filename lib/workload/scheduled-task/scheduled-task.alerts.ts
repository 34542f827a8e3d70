import type { Alert, Component } from '../../core/component.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

export function scheduledTaskAlerts({ environment: { namespace }, name }: Component): Alert[] {
  return [
    {
      name: 'TaskFailed',
      expr: `kube_job_failed{namespace="${namespace}",job_name=~"${name}-[0-9]+",condition="true"} == 1`,
      for: '1m',
      severity: 'warning',
      summary: `a run of scheduled task ${name} failed`,
      runbook: `${RUNBOOK}#taskfailed`,
    },
  ];
}
