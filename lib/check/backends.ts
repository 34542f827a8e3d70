import type { Ingress, KubernetesObject } from '../core/kubernetes.js';

/** A Service that traffic from outside is sent to, and its port by number or name. */
export interface Backend {
  readonly service: string;
  readonly port?: number | string;
  /** Of its rule's requests, from 0 to 1; undefined where the rule has no other backend. */
  readonly share?: number;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/: any route, as far as it names other objects. */
export interface Route extends KubernetesObject {
  readonly spec?: {
    readonly parentRefs?: readonly { readonly kind?: string; readonly name: string; readonly namespace?: string }[];
    readonly rules?: readonly {
      readonly backendRefs?: readonly BackendRef[];
      readonly filters?: readonly { readonly requestMirror?: { readonly backendRef: BackendRef } }[];
    }[];
  };
}
interface BackendRef {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
}

const ROUTES = new Set(['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute']);
export const isRoute = (object: KubernetesObject): object is Route => ROUTES.has(object.kind);

/** Where a route or an Ingress sends, within the namespace. */
export function backendsOf(object: KubernetesObject): Backend[] {
  if (object.kind === 'Ingress') return ingressBackends(object as Ingress);
  return isRoute(object) ? routeBackends(object) : [];
}

/**
 * Such a backend is an action that an annotation describes, and no Service:
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#actions
 */
const BY_ANNOTATION = 'use-annotation';

function ingressBackends({ spec: { defaultBackend, rules = [] } = {} }: Ingress): Backend[] {
  const paths = rules.flatMap(({ http }) => http?.paths ?? []);
  return [defaultBackend, ...paths.map(({ backend }) => backend)].flatMap((backend) =>
    backend?.service && backend.service.port?.name !== BY_ANNOTATION
      ? [{ service: backend.service.name, port: backend.service.port?.number ?? backend.service.port?.name }]
      : [],
  );
}

function routeBackends({ metadata, spec: { rules = [] } = {} }: Route): Backend[] {
  const references = rules.flatMap(({ backendRefs = [], filters = [] }) => [
    ...shared(backendRefs),
    ...filters.flatMap(({ requestMirror }): Shared[] => (requestMirror ? [requestMirror.backendRef] : [])),
  ]);
  return references
    .filter(({ kind = 'Service', namespace = metadata.namespace }) => kind === 'Service' && namespace === metadata.namespace)
    .map(({ name, port, share }) => ({ service: name, port, share }));
}

type Shared = BackendRef & { readonly share?: number };

/** Left out, a weight is 1. */
function shared(references: readonly BackendRef[]): Shared[] {
  const total = references.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return references.map((reference) =>
    references.length > 1 && total > 0 ? { ...reference, share: (reference.weight ?? 1) / total } : reference,
  );
}
