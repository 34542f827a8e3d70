import type { Ingress, KubernetesObject } from '../../core/kubernetes.js';

/** A route of anybody's making: without hostnames it takes every host of its Gateway. */
interface HostRoute extends KubernetesObject {
  readonly spec?: { readonly hostnames?: readonly string[] };
}

/** The hosts that an object brings in from outside, as far as it names them. */
export function routeHosts(object: KubernetesObject): readonly string[] {
  if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') return (object as HostRoute).spec?.hostnames ?? [];
  if (object.kind === 'Ingress') return ((object as Ingress).spec?.rules ?? []).flatMap(({ host }) => host ?? []);
  return [];
}
