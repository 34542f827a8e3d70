import type { Construct } from 'constructs';
import { allowDns, defaultDeny } from '../../network/policies.objects.js';
import { Chart } from '../chart.js';
import { Component } from '../component.js';
import type { Environment } from '../environment.js';
import { labels } from '../labels.js';
import { limitRange, namespace, resourceQuota } from './namespace.objects.js';

const DEFAULT_DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** What every environment has, before any application: the chart `environment` with the one component `namespace`. */
export class EnvironmentChart extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'environment', environment, { namespace: undefined });
    new EnvironmentNamespace(this, 'namespace');
  }
}

/** The Namespace with restricted Pod Security, closed network (but for DNS), defaults and quota. */
class EnvironmentNamespace extends Component {
  readonly endpoints = [];
  readonly alerts = [];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(scope: Construct, name: string) {
    super(scope, name, { kind: 'namespace', stage: 'namespace' });
    const { environment } = this;
    const metadataLabels = labels(this.identity());

    this.add('namespace', namespace(environment, metadataLabels));
    this.add('default-deny', defaultDeny(environment.namespace, metadataLabels));
    this.add('allow-dns', allowDns(environment.namespace, environment.network?.dns ?? DEFAULT_DNS, metadataLabels));
    this.add('limit-range', limitRange(environment.namespace, metadataLabels));
    if (environment.quota) this.add('quota', resourceQuota(environment.namespace, environment.quota, metadataLabels));
  }
}
