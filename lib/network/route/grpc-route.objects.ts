import type { KubernetesObject } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';
import type { Backend, ParentReference } from './gateway.objects.js';
import type { GrpcMatch, Route } from './route.props.js';

/** https://gateway-api.sigs.k8s.io/reference/spec/#grpcroute, as far as we write it. */
export interface GrpcRoute extends KubernetesObject {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'GRPCRoute';
  readonly spec: {
    readonly parentRefs: readonly ParentReference[];
    readonly hostnames: readonly string[];
    readonly rules: readonly {
      readonly matches?: readonly {
        readonly method?: { readonly service: string; readonly method?: string };
        readonly headers?: readonly { readonly name: string; readonly value: string }[];
      }[];
      readonly backendRefs: readonly Backend[];
    }[];
  };
}

export const grpcRoute = (
  identity: Identity,
  parent: ParentReference,
  hostname: string,
  { matches = [] }: Route,
  backends: readonly Backend[],
): GrpcRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GRPCRoute',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    parentRefs: [parent],
    hostnames: [hostname],
    rules: [
      {
        matches: matches.length > 0 ? matches.flatMap((match) => ('service' in match ? [grpcMatch(match)] : [])) : undefined,
        backendRefs: backends,
      },
    ],
  },
});

const grpcMatch = ({ service, method, headers }: GrpcMatch) => ({
  method: { service, method },
  headers: headers && Object.entries(headers).map(([name, value]) => ({ name, value })),
});
