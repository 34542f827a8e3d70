import type { Construct } from 'constructs';
import { type Alert, type Claim, Component, type Endpoint } from '../../core/component.js';
import { type Connectable, Connection } from '../../core/connection.js';
import { variablePrefix } from '../../core/names.js';
import { ingressPolicy, policyPeer } from '../../network/policies.objects.js';
import { httpRoute } from '../../network/route.objects.js';
import { addDeployment } from '../deployment/add-deployment.js';
import { deploymentClaim } from '../deployment/claim.js';
import { deploymentAlerts, scalerAlerts } from '../deployment/deployment.alerts.js';
import { grpcProbes, httpProbes } from '../pod/probes.js';
import { defaultScaling, isScaled } from '../scale/scaling.js';
import { service } from './web-service.objects.js';
import type { Route, WebServiceProps } from './web-service.props.js';

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

  constructor(
    scope: Construct,
    name: string,
    readonly props: WebServiceProps,
  ) {
    super(scope, name, { kind: 'web-service', stage: 'workloads', accept: props.accept });
    const { port, protocol = 'http', expose = protocol === 'grpc' ? 'headless' : 'cluster' } = props;
    const scaling = props.scaling ?? defaultScaling(this.environment);
    const probes = protocol === 'grpc' ? grpcProbes(port) : httpProbes(port);

    addDeployment(this, props, scaling, [{ name: protocol, containerPort: port }], probes, props.patch);
    this.add('service', service(this.identity(), props, expose), props.patch?.service);
    if (expose === 'load-balancer') this.add('from-network.anywhere', ingressPolicy(this.identity(), 'network.anywhere', ANYWHERE, [port]));
    if (props.route) this.addRoute(props.route);

    this.endpoints = [{ name: protocol, port, protocol }];
    this.alerts = [...deploymentAlerts(this), ...(isScaled(scaling) ? scalerAlerts(this) : [])];
    this.claim = deploymentClaim(this.environment, scaling);
  }

  /** `<NAME>_URL`, `<NAME>_HOST` and `<NAME>_PORT`. */
  connection(): Connection {
    const { port, protocol = 'http' } = this.props;
    const scheme = protocol === 'grpc' ? 'dns:///' : 'http://';
    return new Connection({
      target: this,
      prefix: variablePrefix(this.name),
      variables: { URL: `${scheme}${this.name}:${port}`, HOST: this.name, PORT: String(port) },
      at: { pods: this.identity() },
      ports: [port],
      waitFor: { host: this.name, port },
    });
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }

  private addRoute({ host, paths = ['/'] }: Route): void {
    const { environment, props } = this;
    const gateway = environment.network?.gateway;
    if (!gateway) {
      this.report(`route.host "${host}" needs a Gateway; add network.gateway (name, namespace) to environment "${environment.name}"`);
      return;
    }
    const hostname = `${host}.${environment.domain}`;
    this.add('route', httpRoute(this.identity(), gateway, hostname, paths, props.port), props.patch?.route);
    this.add(
      'from-network.gateway',
      ingressPolicy(this.identity(), 'network.gateway', [policyPeer({ namespace: gateway.namespace })], [props.port]),
    );
  }
}
