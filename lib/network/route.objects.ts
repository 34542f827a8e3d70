import type { KubernetesObject, ObjectMeta } from '../core/kubernetes.js';
import { type Identity, labels } from '../core/labels.js';

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproute, as far as we write it. */
export interface HttpRoute extends KubernetesObject {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'HTTPRoute';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly parentRefs: readonly { readonly name: string; readonly namespace: string }[];
    readonly hostnames: readonly string[];
    readonly rules: readonly {
      readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[];
      readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
    }[];
  };
}

export const httpRoute = (
  identity: Identity,
  gateway: { readonly name: string; readonly namespace: string },
  hostname: string,
  paths: readonly string[],
  port: number,
): HttpRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
    hostnames: [hostname],
    rules: [
      {
        matches: paths.map((value) => ({ path: { type: 'PathPrefix', value } })),
        backendRefs: [{ name: identity.instance, port }],
      },
    ],
  },
});
