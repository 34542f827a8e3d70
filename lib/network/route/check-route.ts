import type { Component } from '../../core/component.js';
import type { GatewayImplementation } from '../../core/environment.js';
import type { RouteTarget } from './add-route.js';
import type { Route } from './route.props.js';

/** As a zone file calls the domain itself. */
export const APEX = '@';

type Feature = 'timeouts.request' | 'timeouts.backendRequest' | 'retries';

/**
 * What implementations leave out without a word, as far as their conformance reports say so:
 * https://github.com/kubernetes-sigs/gateway-api/tree/main/conformance/reports
 */
const IGNORED: Readonly<Record<GatewayImplementation, readonly Feature[]>> = {
  aws: ['timeouts.request', 'timeouts.backendRequest', 'retries'],
  cilium: [],
  envoy: [],
  gke: ['timeouts.request', 'timeouts.backendRequest', 'retries'],
  istio: [],
  kgateway: [],
  kong: ['timeouts.request', 'retries'],
  nginx: ['timeouts.request', 'timeouts.backendRequest', 'retries'],
  traefik: ['timeouts.request', 'timeouts.backendRequest', 'retries'],
};

/** Whose proxies run in the namespace of the Gateway that they are for. */
const INTO_THE_NAMESPACE: readonly GatewayImplementation[] = ['istio', 'kgateway', 'nginx'];

/** Reports what has no effect or no place to be; true where the route can be made. */
export function checkRoute(component: Component, route: Route, through: 'gateway' | 'ingress', target: RouteTarget): boolean {
  const { name, network = {} } = component.environment;
  const reported = [
    ...(through === 'ingress' ? throughIngress(route, target) : throughGateway(component, route, target)),
    ...(route.timeouts ? timeoutProblems(route.timeouts) : []),
    ...addressProblems(route),
  ];
  for (const problem of reported) component.report(problem);
  if (network[through]) return true;
  component.report(
    through === 'gateway'
      ? `route.host "${route.host}" needs a Gateway; add network.gateway (name, namespace) to environment "${name}"`
      : `route.host "${route.host}" needs an Ingress controller; add network.ingress (className, namespace) to environment "${name}"`,
  );
  return false;
}

function throughIngress(route: Route, { protocol, backends }: RouteTarget): string[] {
  const without = [
    ...(['matches', 'timeouts', 'retries', 'redirects'] as const).filter((field) => route[field] !== undefined),
    ...(route.tls === 'gateway' ? ["tls: 'gateway'"] : []),
    ...(protocol === 'grpc' ? ['gRPC'] : []),
    ...(backends.length > 1 ? ['a canary'] : []),
  ];
  return without.length > 0
    ? [`route through an Ingress has paths and a certificate, and no ${without.join(', ')}; use through: 'gateway'`]
    : [];
}

function throughGateway({ environment: { name, network } }: Component, route: Route, { protocol }: RouteTarget): string[] {
  const gateway = network?.gateway;
  const asked = (['request', 'backendRequest'] as const).flatMap((field): Feature[] =>
    route.timeouts?.[field] ? [`timeouts.${field}`] : [],
  );
  const features: Feature[] = [...asked, ...(route.retries ? (['retries'] as const) : [])];
  const implementation = gateway?.implementation;
  const ignored = implementation ? features.filter((feature) => IGNORED[implementation].includes(feature)) : [];
  const wrong = (route.matches ?? []).filter((match) => 'service' in match !== (protocol === 'grpc'));
  return [
    ...(ignored.length > 0
      ? [`route.${ignored.join(', route.')}: ${implementation} ignores that without a word; remove it, or use another Gateway`]
      : []),
    ...(route.retries && gateway && gateway.channel !== 'experimental' && ignored.length === 0
      ? [
          `route.retries is in the Gateway API's experimental channel only, and the standard one drops it; install that channel and set network.gateway.channel of environment "${name}", or remove it`,
        ]
      : []),
    ...(route.tls && route.tls !== 'gateway' && gateway && !gateway.className
      ? [
          `route.tls with a certificate of its own needs a Gateway of its own; add network.gateway.className to environment "${name}", or use tls: 'gateway'`,
        ]
      : []),
    ...(route.tls && route.tls !== 'gateway' && implementation && INTO_THE_NAMESPACE.includes(implementation)
      ? [
          `route.tls with a certificate of its own needs a Gateway of its own, whose pods ${implementation} puts into the namespace, where the network is closed to them; use tls: 'gateway'`,
        ]
      : []),
    ...(wrong.length > 0
      ? [
          protocol === 'grpc'
            ? 'route.matches of a gRPC service are { service, method, headers }; remove path'
            : 'route.matches with a service are for gRPC; use { path, method, headers }',
        ]
      : []),
    ...(protocol === 'grpc' ? grpcProblems(route) : []),
  ];
}

/** https://gateway-api.sigs.k8s.io/api-types/grpcroute/ has none of these. */
function grpcProblems(route: Route): string[] {
  const fields = (['paths', 'timeouts', 'retries', 'redirects'] as const).filter((field) => route[field] !== undefined);
  return fields.length > 0 ? [`a GRPCRoute has no ${fields.join(', ')}; remove ${fields.length > 1 ? 'them' : 'it'}`] : [];
}

const HOST = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
/** https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch */
const isPath = (path: string) => path.startsWith('/') && !/\/\/|\/\.\.?(\/|$)|%2f|#/i.test(path);

function addressProblems({ host, paths = [], redirects = [] }: Route): string[] {
  const isTarget = (to: string) => isPath(to) || /^https?:$/.test(URL.canParse(to) ? new URL(to).protocol : '');
  return [
    ...(host === APEX || HOST.test(host)
      ? []
      : [`route.host is a name below the domain, in lower case, or '${APEX}' for the domain itself (got ${JSON.stringify(host)})`]),
    ...[...paths, ...redirects.map(({ path }) => path)]
      .filter((path) => !isPath(path))
      .map((path) => `a path of a route begins with / and has no //, no dots as a segment and no # (got ${JSON.stringify(path)})`),
    ...redirects
      .filter(({ to }) => !isTarget(to))
      .map(({ to }) => `route.redirects lead to a path or to an address with http:// or https:// (got ${JSON.stringify(to)})`),
  ];
}

function timeoutProblems({ request, backendRequest }: NonNullable<Route['timeouts']>): string[] {
  if (!request || !backendRequest || request.toMilliseconds() >= backendRequest.toMilliseconds()) return [];
  return [
    `route.timeouts.request (${request.toMilliseconds()} ms) covers all tries and is at least backendRequest (${backendRequest.toMilliseconds()} ms); raise it or lower backendRequest`,
  ];
}
