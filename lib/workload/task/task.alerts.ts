import type { Alert } from '../../core/component.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

/** `jobs` is the regular expression of the names of its Jobs. */
export const taskFailed = (namespace: string, jobs: string, summary: string): Alert => ({
  name: 'TaskFailed',
  expr: `kube_job_failed{namespace="${namespace}",job_name=~"${jobs}",condition="true"} == 1`,
  for: '1m',
  severity: 'warning',
  summary,
  runbook: `${RUNBOOK}#taskfailed`,
});
