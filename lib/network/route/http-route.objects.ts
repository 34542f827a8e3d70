import type { Duration } from 'cdk8s';
import type { KubernetesObject } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';
import type { Backend, ParentReference } from './gateway.objects.js';
import type { HttpMatch, Redirect, Route } from './route.props.js';

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproute, as far as we write it. */
export interface HttpRoute extends KubernetesObject {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'HTTPRoute';
  readonly spec: {
    readonly parentRefs: readonly ParentReference[];
    readonly hostnames: readonly string[];
    readonly rules: readonly HttpRule[];
  };
}

interface HttpRule {
  readonly matches?: readonly {
    readonly path?: PathMatch;
    readonly method?: string;
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly filters?: readonly { readonly type: 'RequestRedirect'; readonly requestRedirect: RequestRedirect }[];
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
  readonly retry?: { readonly attempts: number; readonly codes?: readonly number[]; readonly backoff?: string };
  readonly backendRefs?: readonly Backend[];
}

interface PathMatch {
  readonly type: 'PathPrefix' | 'Exact' | 'RegularExpression';
  readonly value: string;
}

interface RequestRedirect {
  readonly scheme?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };
  readonly statusCode: number;
}

export const httpRoute = (
  identity: Identity,
  parent: ParentReference,
  hostname: string,
  { paths, matches = [], timeouts, retries, redirects = [] }: Route,
  backends: readonly Backend[],
): HttpRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    parentRefs: [parent],
    hostnames: [hostname],
    rules: [
      ...redirects.map(redirectRule),
      {
        matches: [
          ...(paths ?? (matches.length > 0 ? [] : ['/'])).map((value) => ({ path: { type: 'PathPrefix' as const, value } })),
          ...matches.flatMap((match) => ('service' in match ? [] : [httpMatch(match)])),
        ],
        timeouts: timeouts && { request: duration(timeouts.request), backendRequest: duration(timeouts.backendRequest) },
        retry: retries && { attempts: retries.attempts, codes: retries.codes, backoff: duration(retries.backoff) },
        backendRefs: backends,
      },
    ],
  },
});

/** Sends plain requests to HTTPS. */
export const httpsRedirect = (identity: Identity, parent: ParentReference, hostname: string): HttpRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: `${identity.instance}-https-redirect`, labels: labels(identity) },
  spec: {
    parentRefs: [parent],
    hostnames: [hostname],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  },
});

const httpMatch = ({ path, method, headers }: HttpMatch) => ({
  path: path && pathMatch(path),
  method,
  headers: headers && Object.entries(headers).map(([name, value]) => ({ name, value })),
});

function pathMatch(path: NonNullable<HttpMatch['path']>): PathMatch {
  if ('prefix' in path) return { type: 'PathPrefix', value: path.prefix };
  if ('exact' in path) return { type: 'Exact', value: path.exact };
  return { type: 'RegularExpression', value: path.regex };
}

function redirectRule({ path, to, code = 301 }: Redirect): HttpRule {
  const elsewhere = URL.canParse(to) ? new URL(to) : undefined;
  const requestRedirect: RequestRedirect = {
    scheme: elsewhere?.protocol.replace(':', ''),
    hostname: elsewhere?.hostname,
    port: elsewhere?.port ? Number(elsewhere.port) : undefined,
    path: { type: 'ReplacePrefixMatch', replacePrefixMatch: elsewhere?.pathname ?? to },
    statusCode: code,
  };
  return { matches: [{ path: { type: 'PathPrefix', value: path } }], filters: [{ type: 'RequestRedirect', requestRedirect }] };
}

/** The Gateway API's own form (GEP-2257) has no fractions, and five digits. */
function duration(value: Duration | undefined): string | undefined {
  const millis = value?.toMilliseconds();
  if (millis === undefined) return undefined;
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}
