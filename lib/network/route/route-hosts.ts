import type { Ingress, KubernetesObject } from '../../core/kubernetes.js';
import type { GrpcRoute } from './grpc-route.objects.js';
import type { HttpRoute } from './http-route.objects.js';

/** The hosts that an object brings in from outside. */
export function routeHosts(object: KubernetesObject): readonly string[] {
  if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') return (object as HttpRoute | GrpcRoute).spec.hostnames;
  if (object.kind === 'Ingress') return ((object as Ingress).spec?.rules ?? []).flatMap(({ host }) => host ?? []);
  return [];
}
