import type { Construct } from 'constructs';
import { type Alert, type Claim, Component } from '../../core/component.js';
import { addDeployment } from '../deployment/add-deployment.js';
import { deploymentClaim } from '../deployment/claim.js';
import { deploymentAlerts } from '../deployment/deployment.alerts.js';
import { httpProbes } from '../pod/probes.js';
import { scalerAlerts } from '../scale/scaler.alerts.js';
import { adapterRules, defaultScaling } from '../scale/scaling.js';
import type { AdapterRule } from '../scale/scaling.props.js';
import type { WorkerProps } from './worker.props.js';

const DEFAULT_HEALTH_PORT = 8080;

/**
 * A process that takes its work from elsewhere and that nobody connects to: a WebService without a Service.
 *
 * Its claim reads "delayed, not lost": work that a dead pod had taken must be given again by its source.
 *
 * @example
 * new Worker(this, 'fulfilment', { image: 'ghcr.io/acme/fulfilment', uses: [orders], scaling: { min: 2, max: 12, cpu: 70 } });
 */
export class Worker extends Component {
  readonly endpoints = [];
  readonly alerts: readonly Alert[];
  readonly claim: Claim;
  /** For prometheus-adapter's configuration: the rules of `scaling.metrics`. */
  readonly adapterRules: readonly AdapterRule[];

  constructor(scope: Construct, name: string, props: WorkerProps) {
    super(scope, name, { kind: 'worker', stage: 'workloads', accept: props.accept });
    const { healthPort = DEFAULT_HEALTH_PORT } = props;
    const scaling = props.scaling ?? defaultScaling(this.environment);

    addDeployment(this, props, scaling, [{ name: 'health', containerPort: healthPort }], httpProbes(healthPort), props.patch);

    this.alerts = [...deploymentAlerts(this), ...scalerAlerts(this, scaling)];
    this.claim = deploymentClaim(this.environment, scaling);
    this.adapterRules = adapterRules(scaling);
  }
}
