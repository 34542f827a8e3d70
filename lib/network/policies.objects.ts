import type { Peer } from '../core/environment.js';
import type { Labels, NetworkPolicy, NetworkPolicyPeer } from '../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../core/labels.js';

const tcp = (ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

/** A Peer of the environment as a NetworkPolicy writes it. */
export const policyPeer = (peer: Peer): NetworkPolicyPeer =>
  'cidr' in peer
    ? { ipBlock: { cidr: peer.cidr } }
    : {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
        podSelector: peer.labels && { matchLabels: peer.labels },
      };

/**
 * What `source` may connect to: a component, or one of the environment's addresses, as `network.<field>`. A component's
 * name has no dot, so the two never meet.
 */
export const egressPolicy = (
  source: Identity,
  target: string,
  to: readonly NetworkPolicyPeer[],
  ports: readonly number[],
): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `${source.instance}-to-${target}`, labels: labels(source) },
  spec: {
    podSelector: { matchLabels: selectorLabels(source) },
    policyTypes: ['Egress'],
    egress: [{ to, ports: tcp(ports) }],
  },
});

/** Who may connect to `target`. */
export const ingressPolicy = (
  target: Identity,
  source: string,
  from: readonly NetworkPolicyPeer[],
  ports: readonly number[],
): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `${target.instance}-from-${source}`, labels: labels(target) },
  spec: {
    podSelector: { matchLabels: selectorLabels(target) },
    policyTypes: ['Ingress'],
    ingress: [{ from, ports: tcp(ports) }],
  },
});

/** Nothing in, nothing out: every other policy of the namespace opens one edge. */
export const defaultDeny = (namespace: string, metadataLabels: Labels): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny', namespace, labels: metadataLabels },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});

/** Every pod resolves names, over UDP and, for long answers, TCP. */
export const allowDns = (namespace: string, dns: Peer, metadataLabels: Labels): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'allow-dns', namespace, labels: metadataLabels },
  spec: {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [policyPeer(dns)],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  },
});
