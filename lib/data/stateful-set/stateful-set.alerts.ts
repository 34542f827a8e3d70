import type { Alert, Component } from '../../core/component.js';
import { containerAlerts } from '../../workload/pod/container.alerts.js';

const RUNBOOK = 'docs/runbooks/data.md';

/** kube-state-metrics' and the kubelet's view of a set of data pods; the expressions follow the kubernetes-mixin. */
export function statefulSetAlerts(component: Component): Alert[] {
  const { environment, kind, name } = component;
  const set = `namespace="${environment.namespace}",statefulset="${name}"`;
  const claims = `namespace="${environment.namespace}",persistentvolumeclaim=~"data-${name}-[0-9]+"`;
  return [
    {
      name: 'DataMembersMissing',
      expr: `kube_statefulset_replicas{${set}} > kube_statefulset_status_replicas_ready{${set}}`,
      for: '10m',
      severity: 'critical',
      summary: `${kind} ${name} has had fewer ready members than it wants for 10 minutes: the next loss may stop it`,
      runbook: `${RUNBOOK}#datamembersmissing`,
    },
    {
      name: 'DataVolumeFillingUp',
      expr: `kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}} < 0.2`,
      for: '5m',
      severity: 'warning',
      summary: `a volume of ${kind} ${name} is more than 80 % full`,
      runbook: `${RUNBOOK}#datavolumefillingup`,
    },
    {
      name: 'DataVolumeAlmostFull',
      expr: `kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}} < 0.05`,
      for: '1m',
      severity: 'critical',
      summary: `a volume of ${kind} ${name} is more than 95 % full: it stops accepting writes when it is full`,
      runbook: `${RUNBOOK}#datavolumealmostfull`,
    },
    ...containerAlerts(component),
  ];
}
