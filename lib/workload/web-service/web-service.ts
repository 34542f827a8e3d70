import type { Construct } from 'constructs';
import { type Alert, type Claim, Component, type Endpoint } from '../../core/component.js';
import { type Connectable, Connection } from '../../core/connection.js';
import { variablePrefix } from '../../core/names.js';
import { ingressPolicy } from '../../network/policies.objects.js';
import { addRoute } from '../../network/route/index.js';
import { addDeployment } from '../deployment/add-deployment.js';
import { deploymentClaim } from '../deployment/claim.js';
import { deploymentAlerts } from '../deployment/deployment.alerts.js';
import { grpcProbes, httpProbes } from '../pod/probes.js';
import { scalerAlerts } from '../scale/scaler.alerts.js';
import { adapterRules, defaultScaling } from '../scale/scaling.js';
import type { AdapterRule } from '../scale/scaling.props.js';
import { checkVersions, shares } from './versions.js';
import { service } from './web-service.objects.js';
import type { WebServiceProps } from './web-service.props.js';

const ANYWHERE = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/**
 * A service that answers HTTP or gRPC: a Deployment with its Service, disruption budget, spread, probes, network
 * policies and, where asked, a scaler and a route.
 *
 * Survives in production the loss of a node or a zone, a drain and a rolling update: requests fail only while a dead
 * node's endpoints are still listed (the cluster's node-monitor-grace-period, 40 to 50 s). Other tiers spread as far as
 * their nodes allow and promise nothing.
 *
 * @example
 * new WebService(this, 'api', {
 *   image: 'ghcr.io/acme/shop-api', port: 8080, uses: [orders], scaling: { min: 3, max: 12, cpu: 70 }, route: { host: 'shop' },
 * });
 */
export class WebService extends Component implements Connectable {
  readonly endpoints: readonly Endpoint[];
  readonly alerts: readonly Alert[];
  readonly claim: Claim;
  /** For prometheus-adapter's configuration: the rules of `scaling.metrics`. */
  readonly adapterRules: readonly AdapterRule[];
  /** The second version, where there is one: its objects are named `<name>-canary` or `<name>-green`. */
  private readonly other: WebService | undefined;

  constructor(
    scope: Construct,
    name: string,
    readonly props: WebServiceProps,
  ) {
    super(scope, name, { kind: 'web-service', stage: 'workloads', accept: props.accept });
    const { port, protocol = 'http', expose = protocol === 'grpc' ? 'headless' : 'cluster' } = props;
    const scaling = props.scaling ?? defaultScaling(this.environment);
    const probes = protocol === 'grpc' ? grpcProbes(port) : httpProbes(port);
    checkVersions(this, props);

    addDeployment(this, props, scaling, [{ name: protocol, containerPort: port }], probes, props.patch);
    this.other = this.addOther();
    const active = props.blueGreen?.active === 'green' && this.other ? this.other : this;
    this.add('service', service(this.identity(), props, expose, active.identity()), props.patch?.service);
    const pods = this.other ? [this, this.other] : [this];
    if (expose === 'load-balancer') {
      for (const version of pods) {
        version.add('from-network.anywhere', ingressPolicy(version.identity(), 'network.anywhere', ANYWHERE, [port]));
      }
    }
    if (props.route) addRoute(this, props.route, { protocol, backends: shares(name, port, props.canary), pods }, props.patch);

    this.endpoints = [{ name: protocol, port, protocol }];
    this.alerts = [...deploymentAlerts(this), ...scalerAlerts(this, scaling)];
    this.claim = deploymentClaim(this.environment, scaling);
    this.adapterRules = adapterRules(scaling);
  }

  /** `<NAME>_URL`, `<NAME>_HOST` and `<NAME>_PORT`. */
  connection(): Connection {
    const { port, protocol = 'http', blueGreen } = this.props;
    const scheme = protocol === 'grpc' ? 'dns:///' : 'http://';
    return new Connection({
      target: this,
      prefix: variablePrefix(this.name),
      variables: { URL: `${scheme}${this.name}:${port}`, HOST: this.name, PORT: String(port) },
      // Of both colours, so that a switch finds the network open.
      at: { pods: [this.identity(), ...(blueGreen && this.other ? [this.other.identity()] : [])] },
      ports: [port],
      waitFor: { host: this.name, port },
    });
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }

  /** The second version is a service like this one: its own Deployment, scaler, budget and policies. */
  private addOther(): WebService | undefined {
    const { canary, blueGreen, ...rest } = this.props;
    const version = (suffix: string, image: string, scaling = rest.scaling) =>
      new WebService(this, `${this.name}-${suffix}`, { ...rest, image, scaling, expose: 'cluster', route: undefined });
    if (canary) return version('canary', canary.image, canary.scaling);
    return blueGreen && version('green', blueGreen.green);
  }
}
