import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Alert } from '../../../lib/index.js';
import { query } from './prometheus.js';

/** The scrape configuration that the documentation gives. */
export const documented = (): readonly object[] => {
  const page = readFileSync(new URL('../../../docs/data.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /```yaml\n# prometheus\.yml\n(.*?)```/s.exec(page) ?? [];
  return (parse(yaml) as { scrape_configs: object[] }).scrape_configs;
};

/** As Prometheus loads it. */
export const ruleOf = ({ name, expr, for: duration, severity, summary, runbook }: Alert): object => ({
  alert: name,
  expr,
  for: duration,
  labels: { severity },
  annotations: { summary, runbook },
});

/** Pending ones too: what an alert waits for is in its expression, how long in `for`. */
export const raised = async (state: string): Promise<ReadonlySet<string>> =>
  new Set((await query(`ALERTS{alertstate=~"${state}"}`)).map(({ metric }) => metric.alertname ?? ''));
