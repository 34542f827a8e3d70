import type { Alert, Component } from '../../core/component.js';
import { isScaled, triggerNames } from './scaling.js';
import type { Scaling } from './scaling.props.js';

const RUNBOOK = 'docs/runbooks/workloads.md';

/** Only where an autoscaler owns the count. */
export function scalerAlerts({ environment: { namespace }, name, kind }: Component, scaling: Scaling): Alert[] {
  if (!isScaled(scaling)) return [];
  const withKeda = triggerNames(scaling).length > 0;
  const scaler = `namespace="${namespace}",horizontalpodautoscaler="${withKeda ? `keda-hpa-${name}` : name}"`;
  // At rest there is nothing to read.
  const awake =
    scaling.min === 0 ? ` and on (namespace) kube_deployment_spec_replicas{namespace="${namespace}",deployment="${name}"} > 0` : '';
  return [
    {
      name: 'ScalerAtMaximum',
      expr: `kube_horizontalpodautoscaler_status_current_replicas{${scaler}} == kube_horizontalpodautoscaler_spec_max_replicas{${scaler}}`,
      for: '15m',
      severity: 'warning',
      summary: `${kind} ${name} has run at its maximum of replicas for 15 minutes`,
      runbook: `${RUNBOOK}#scaleratmaximum`,
    },
    {
      name: 'ScalerBlind',
      expr: `kube_horizontalpodautoscaler_status_condition{${scaler},condition="ScalingActive",status="false"} == 1${awake}`,
      for: '10m',
      severity: 'warning',
      summary: `the autoscaler of ${kind} ${name} cannot read its metrics`,
      runbook: `${RUNBOOK}#scalerblind`,
    },
    ...(withKeda ? [triggerFailing(namespace, name, `${kind} ${name}`, 'scaledobject')] : []),
  ];
}

/**
 * KEDA's own count of polls that failed; scraped from KEDA, whose own namespace the series has, so the object's is in
 * `exported_namespace` (https://keda.sh/docs/2.19/integrations/prometheus/).
 */
export const triggerFailing = (namespace: string, name: string, what: string, type: 'scaledobject' | 'scaledjob'): Alert => ({
  name: 'ScalerTriggerFailing',
  expr: `increase(keda_scaler_detail_errors_total{exported_namespace="${namespace}",scaledObject="${name}",type="${type}"}[5m]) > 0`,
  for: '5m',
  severity: 'warning',
  summary: `KEDA cannot ask what ${what} scales on`,
  runbook: `${RUNBOOK}#scalertriggerfailing`,
});
