import type { Duration } from 'cdk8s';

/**
 * Traffic from outside: an HTTPRoute, for gRPC a GRPCRoute, at the environment's Gateway, or an Ingress.
 *
 * @example
 * route: { host: 'shop', paths: ['/api'], timeouts: { request: Duration.seconds(10) } }
 * route: { host: 'shop', tls: { issuer: 'letsencrypt' }, redirects: [{ path: '/old', to: '/new' }] }
 */
export interface Route {
  /** Joined to the environment's domain: `shop` in `example.com` is `shop.example.com`; `@` is the domain itself. */
  readonly host: string;
  /** Path prefixes. @default - ['/'], where there are no matches either */
  readonly paths?: readonly string[];
  /** Requests that it takes, besides those of `paths`: one of them has to fit. @default [] */
  readonly matches?: readonly RouteMatch[];
  /** @default - 'gateway'; 'ingress' where the environment has that alone */
  readonly through?: 'gateway' | 'ingress';
  /** HTTPS. By a Gateway, plain requests are redirected to it; an Ingress controller does as it is set. @default - as the Gateway's listeners have it */
  readonly tls?: RouteTls;
  /** How long a request may take, with all retries (`request`) and each time (`backendRequest`). @default - the Gateway's */
  readonly timeouts?: { readonly request?: Duration; readonly backendRequest?: Duration };
  /** Only for requests that bear to be repeated. The Gateway API's experimental channel has them. @default - none */
  readonly retries?: { readonly attempts: number; readonly codes?: readonly number[]; readonly backoff?: Duration };
  /** Paths that have moved. @default [] */
  readonly redirects?: readonly Redirect[];
}

/** All that is given has to fit. */
export type RouteMatch = HttpMatch | GrpcMatch;

export interface HttpMatch {
  /** @default - any path */
  readonly path?: { readonly prefix: string } | { readonly exact: string } | { readonly regex: string };
  /** @default - any method */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';
  /** Name → value. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GrpcMatch {
  /** With its package: `acme.shop.Orders`. */
  readonly service: string;
  /** @default - all of the service */
  readonly method?: string;
  /** @default {} */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Where the certificate is: with the environment's Gateway, in a Secret of type `kubernetes.io/tls` in the namespace, or
 * issued by a ClusterIssuer of cert-manager, by DNS-01 (the pods that solve HTTP-01 would find the namespace closed). With
 * the latter two the component has a Gateway of its own.
 */
export type RouteTls = 'gateway' | { readonly secret: string } | { readonly issuer: string };

export interface Redirect {
  /** Prefix. */
  readonly path: string;
  /** A path that takes the prefix' place, or another address: `https://docs.example.com/shop`. */
  readonly to: string;
  /** @default 301 */
  readonly code?: 301 | 302;
}
