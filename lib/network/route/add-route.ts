import type { Component } from '../../core/component.js';
import type { Environment, NetworkAddresses, Peer } from '../../core/environment.js';
import type { Ingress } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import { ingressPolicy, policyPeer } from '../policies.objects.js';
import { APEX, checkRoute } from './check-route.js';
import { type Backend, type Gateway, gateway, type ParentReference } from './gateway.objects.js';
import { type GrpcRoute, grpcRoute } from './grpc-route.objects.js';
import { type HttpRoute, httpRoute, httpsRedirect } from './http-route.objects.js';
import { ingress } from './ingress.objects.js';
import type { Route, RouteTls } from './route.props.js';

export interface RoutePatches {
  readonly route?: Patch<HttpRoute>;
  readonly grpcRoute?: Patch<GrpcRoute>;
  readonly gateway?: Patch<Gateway>;
  readonly ingress?: Patch<Ingress>;
}

/** What the route leads to: Services with their shares, and the pods behind them. */
export interface RouteTarget {
  readonly protocol: 'http' | 'grpc';
  /** At least one. */
  readonly backends: readonly [Backend, ...Backend[]];
  readonly pods: readonly Component[];
}

/** Opens the way in: the route, the certificate's Gateway where it has its own, and the network for those who forward. */
export function addRoute(component: Component, route: Route, target: RouteTarget, patch: RoutePatches = {}): void {
  const network = component.environment.network ?? {};
  const through = throughOf(route, network);
  if (!checkRoute(component, route, through, target)) return;
  const hostname = hostnameOf(route, component.environment);
  if (through === 'ingress' && network.ingress) {
    const paths = route.paths ?? ['/'];
    const certificate = route.tls && route.tls !== 'gateway' ? certificateOf(component, route.tls) : undefined;
    component.add(
      'ingress',
      ingress(component.identity(), network.ingress.className, hostname, paths, certificate, target.backends[0]),
      patch.ingress,
    );
    openTo('network.ingress', network.ingress, target);
  } else if (network.gateway) {
    addGatewayRoute(component, route, network.gateway, hostname, target, patch);
    openTo('network.gateway', network.gateway, target);
  }
}

const hostnameOf = ({ host }: Route, { domain }: Environment) => (host === APEX ? domain : `${host}.${domain}`);

/** The environment's way in, where the route does not say which. */
export const throughOf = ({ through }: Route, network: NonNullable<Environment['network']>): 'gateway' | 'ingress' =>
  through ?? (network.ingress && !network.gateway ? 'ingress' : 'gateway');

function addGatewayRoute(
  component: Component,
  route: Route,
  shared: NonNullable<NetworkAddresses['gateway']>,
  hostname: string,
  { protocol, backends }: RouteTarget,
  patch: RoutePatches,
): void {
  const identity = component.identity();
  const parent: ParentReference = { name: shared.name, namespace: shared.namespace };
  const listener = (sectionName: string): ParentReference =>
    route.tls === 'gateway' ? { ...parent, sectionName } : { name: component.name, sectionName };

  if (route.tls && route.tls !== 'gateway') {
    const own = gateway(identity, shared, hostname, certificateOf(component, route.tls));
    component.add('gateway', own, patch.gateway);
  }
  const at = route.tls ? listener('https') : parent;
  if (protocol === 'grpc') component.add('route', grpcRoute(identity, at, hostname, route, backends), patch.grpcRoute);
  else component.add('route', httpRoute(identity, at, hostname, route, backends), patch.route);
  if (route.tls) component.add('https-redirect', httpsRedirect(identity, listener('http'), hostname));
}

/** cert-manager fills the Secret that the Gateway or Ingress names. */
const certificateOf = ({ name }: Component, tls: Exclude<RouteTls, 'gateway'>) =>
  'secret' in tls ? { secret: tls.secret } : { secret: `${name}-tls`, issuer: tls.issuer };

interface Forwarder {
  readonly namespace: string;
  readonly from?: readonly Peer[];
}

function openTo(source: string, { namespace, from = [{ namespace }] }: Forwarder, { backends, pods }: RouteTarget): void {
  const ports = [...new Set(backends.map(({ port }) => port))];
  for (const pod of pods) pod.add(`from-${source}`, ingressPolicy(pod.identity(), source, from.map(policyPeer), ports));
}
