import type { NetworkPolicy, NetworkPolicyPeer } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { allOf, type ManifestOf } from './objects.js';
import { type LabelSelector, type PodGroup, podsMatching, selectsAll } from './pod-groups.js';

/** Any pod of the namespace, or any port. */
export const ANY = '*';

/** Where an edge begins or ends: the pods of one controller, or any. */
export type End = PodGroup | typeof ANY;

/** What one policy opens between two ends within the namespace. */
export interface Edge {
  readonly policy: ManifestOf<NetworkPolicy>;
  readonly from: End;
  readonly to: End;
  /** `TCP/8080`, `TCP/*`, or `*`. */
  readonly ports: readonly string[];
}

/** What policies of a direction open, each within the namespace: peers elsewhere have policies of their own, or none. */
export function edgesOf(manifests: readonly Manifest[], direction: 'egress' | 'ingress'): Edge[] {
  return policies(manifests).flatMap((policy) => {
    const { podSelector, egress = [], ingress = [] } = policy.object.spec ?? { podSelector: {} };
    const rules: readonly Rule[] =
      direction === 'egress'
        ? egress.map(({ to, ports }) => ({ there: peerEnds(manifests, to), ports }))
        : ingress.map(({ from, ports }) => ({ there: peerEnds(manifests, from), ports }));
    if (rules.every(({ there }) => there.length === 0)) return [];
    const here = ends(manifests, podSelector);
    return rules.flatMap(({ there, ports }) => {
      const [sources, targets] = direction === 'egress' ? [here, there] : [there, here];
      return sources.flatMap((from) => targets.map((to) => ({ policy, from, to, ports: portsAt(to, ports) })));
    });
  });
}

export const policies = (manifests: readonly Manifest[]): readonly ManifestOf<NetworkPolicy>[] =>
  allOf<NetworkPolicy>(manifests, 'networking.k8s.io/NetworkPolicy');

export type PolicyPorts = NonNullable<NonNullable<NonNullable<NetworkPolicy['spec']>['ingress']>[number]['ports']>;
interface Rule {
  readonly there: readonly End[];
  readonly ports: PolicyPorts | undefined;
}

const ends = (manifests: readonly Manifest[], selector: LabelSelector): readonly End[] =>
  selectsAll(selector) ? [ANY] : podsMatching(manifests, selector);

const peerEnds = (manifests: readonly Manifest[], peers: readonly NetworkPolicyPeer[] | undefined): readonly End[] =>
  !peers || peers.length === 0
    ? [ANY]
    : peers.flatMap(({ podSelector, namespaceSelector, ipBlock }) =>
        podSelector && !namespaceSelector && !ipBlock ? ends(manifests, podSelector) : [],
      );

/** A named port is the one of that name at the end that listens. */
function portsAt(to: End, ports: Rule['ports']): string[] {
  if (!ports || ports.length === 0) return [ANY];
  return ports.map(({ protocol = 'TCP', port, endPort }) => {
    const first = typeof port === 'string' ? (containerPorts(to).get(port) ?? port) : port;
    return `${protocol}/${first ?? ANY}${endPort === undefined ? '' : `-${endPort}`}`;
  });
}

const containerPorts = (end: End): ReadonlyMap<string, number> =>
  new Map(
    end === ANY
      ? []
      : end.spec.containers.flatMap(({ ports = [] }) => ports.map(({ name = '', containerPort }) => [name, containerPort] as const)),
  );
