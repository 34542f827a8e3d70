import type { Labels, Namespace, NetworkPolicy, NetworkPolicyPeer } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { type PolicyPorts, type Ports, portsOf } from './network-ports.js';
import { allOf, type ManifestOf, oneOf } from './objects.js';
import { type LabelSelector, matchesLabels, type PodGroup, podsMatching, selectsAll } from './pod-groups.js';

/** Any pod of the namespace. */
export const ANY = '*';

/** Where an edge begins or ends: the pods of one controller, or any. */
export type End = PodGroup | typeof ANY;

/** What one policy opens between two ends within the namespace. */
export interface Edge {
  readonly policy: ManifestOf<NetworkPolicy>;
  readonly from: End;
  readonly to: End;
  readonly ports: readonly Ports[];
  /** Whether the policy means pods of this namespace alone: one that looks at others too is nobody's to answer. */
  readonly isOwn: boolean;
}

/** What policies of a direction open, each within the namespace: peers elsewhere have policies of their own, or none. */
export function edgesOf(manifests: readonly Manifest[], direction: 'egress' | 'ingress'): Edge[] {
  return policies(manifests).flatMap((policy) => {
    const { podSelector = {}, egress = [], ingress = [] }: Partial<NonNullable<NetworkPolicy['spec']>> = policy.object.spec ?? {};
    const rules: readonly Rule[] =
      direction === 'egress'
        ? egress.map(({ to, ports }) => ({ there: peers(manifests, policy, to), ports }))
        : ingress.map(({ from, ports }) => ({ there: peers(manifests, policy, from), ports }));
    if (rules.every(({ there }) => there.length === 0)) return [];
    const here = ends(manifests, podSelector);
    return rules.flatMap(({ there, ports }) =>
      there.flatMap(({ end, isOwn }) =>
        here.map((own) => {
          const [from, to] = direction === 'egress' ? [own, end] : [end, own];
          return { policy, from, to, ports: portsOf(ports, to === ANY ? undefined : to), isOwn };
        }),
      ),
    );
  });
}

export const policies = (manifests: readonly Manifest[]): readonly ManifestOf<NetworkPolicy>[] =>
  allOf<NetworkPolicy>(manifests, 'networking.k8s.io/NetworkPolicy');

interface Peer {
  readonly end: End;
  readonly isOwn: boolean;
}
interface Rule {
  readonly there: readonly Peer[];
  readonly ports: PolicyPorts | undefined;
}

const ends = (manifests: readonly Manifest[], selector: LabelSelector): readonly End[] =>
  selectsAll(selector) ? [ANY] : podsMatching(manifests, selector);

function peers(manifests: readonly Manifest[], policy: Manifest, given: readonly NetworkPolicyPeer[] | undefined): readonly Peer[] {
  if (!given || given.length === 0) return [{ end: ANY, isOwn: true }];
  return given.flatMap(({ podSelector, namespaceSelector }) => {
    const isHere = namespaceSelector ? matchesLabels(namespaceLabels(manifests, policy), namespaceSelector) : podSelector !== undefined;
    return isHere ? ends(manifests, podSelector ?? {}).map((end) => ({ end, isOwn: !namespaceSelector })) : [];
  });
}

/** What Kubernetes puts on the namespace of a policy, beside what its own manifest says. */
function namespaceLabels(manifests: readonly Manifest[], { object: { metadata } }: Manifest): Labels {
  const name = metadata.namespace ?? '';
  return { ...oneOf<Namespace>(manifests, 'Namespace', name)?.object.metadata?.labels, 'kubernetes.io/metadata.name': name };
}
