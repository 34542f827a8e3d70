import type { Container, NetworkPolicy } from '../core/kubernetes.js';
import type { Check, Finding, Subject } from './check.js';
import { called, finding } from './findings.js';
import { ANY, type Edge, type End, edgesOf, policies } from './network-edges.js';
import { overlap, type PolicyPorts, type Ports } from './network-ports.js';
import type { ManifestOf } from './objects.js';
import { mayBeOperators } from './operators.js';
import { type PodGroup, podsMatching, selectsAll } from './pod-groups.js';
import { runningContainers } from './pods.js';
import { declareNone, mayListen } from './services.js';

export const network: Check = {
  id: 'network',
  title: 'A connection is open on both of its ends, on ports that the pods have, and every policy selects pods',
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'backend', { image, port: 8080 });
const api = new WebService(chart, 'api', { image, port: 8080 });
api.add('to-backend', {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'api-to-backend' },
  spec: {
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } },
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'backend' } } }], ports: [{ port: 8080 }] }],
  },
});`,
    good: `const backend = new WebService(chart, 'backend', { image, port: 8080 });
new WebService(chart, 'api', { image, port: 8080, uses: [backend] });`,
  },
  run(subject) {
    const egress = edgesOf(subject.manifests, 'egress');
    const ingress = edgesOf(subject.manifests, 'ingress');
    const [letsOut, letsIn] = [opened(egress), opened(ingress)];
    return [
      ...policies(subject.manifests).flatMap((policy) => ownEnd(subject, policy)),
      ...egress.flatMap((edge) =>
        otherEnd(subject, edge, letsIn, (_, to, ports) => `lets it send to "${to}" on ${ports}, and no policy lets that in`),
      ),
      ...ingress.flatMap((edge) =>
        otherEnd(subject, edge, letsOut, (from, _, ports) => `lets "${from}" in on ${ports}, and no policy lets "${from}" send that`),
      ),
    ];
  },
};

/** Whether any of the edges opens one of the ports between two ends. */
type IsOpen = (from: PodGroup, to: PodGroup, ports: Ports) => boolean;

function opened(edges: readonly Edge[]): IsOpen {
  const open = new Map<string, Map<string, Ports>>();
  for (const { from, to, ports } of edges) {
    const key = `${idOf(from)} ${idOf(to)}`;
    const known = open.get(key) ?? new Map<string, Ports>();
    open.set(key, known);
    for (const some of ports) known.set(some.words, some);
  }
  return (from, to, wanted) =>
    [idOf(from), ANY].some((source) =>
      [idOf(to), ANY].some((target) => [...(open.get(`${source} ${target}`)?.values() ?? [])].some((some) => overlap(some, wanted))),
    );
}

const idOf = (end: End): string => (end === ANY ? ANY : `${end.manifest.object.kind}/${end.manifest.object.metadata.name}`);

type Sentence = (from: string, to: string, ports: string) => string;

/** An edge from or to any pod is everybody's, and so nobody's to answer. */
function otherEnd(subject: Subject, { policy, from, to, ports, isOwn }: Edge, isOpen: IsOpen, sentence: Sentence): Finding[] {
  if (from === ANY || to === ANY || !isOwn) return [];
  const missing = ports.filter((some) => !isOpen(from, to, some)).map(({ words }) => words);
  if (missing.length === 0) return [];
  const what = sentence(from.manifest.component, to.manifest.component, missing.join(', '));
  return [finding(subject, policy, `${called(policy.object)} ${what}; connect them with uses, which opens both ends`)];
}

function ownEnd(subject: Subject, policy: ManifestOf<NetworkPolicy>): Finding[] {
  const { object } = policy;
  const { podSelector = {}, ingress = [] } = object.spec ?? {};
  if (selectsAll(podSelector)) return [];
  const pods = podsMatching(subject.manifests, podSelector);
  if (pods.length === 0) {
    if (mayBeOperators(subject.manifests, podSelector)) return [];
    return [
      finding(subject, policy, `${called(object)} selects no pods, so it opens nothing; give it the labels of the pods, or remove it`),
    ];
  }
  const containers = pods.flatMap(({ spec }) => runningContainers(spec));
  const ports = ingress.flatMap(({ ports = [] }) => ports);
  const unknown = ports.filter((port) => !isListening(containers, port));
  if (unknown.length === 0) return [];
  const has = new Set(containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)));
  return [
    finding(
      subject,
      policy,
      `${called(object)} opens port ${unknown.map(({ port }) => port).join(', ')}, which its pods do not have (they have ${[...has].join(', ') || 'none'}); correct it, or add it to the container's ports`,
    ),
  ];
}

function isListening(containers: readonly Container[], { port, endPort }: PolicyPorts[number]): boolean {
  if (port === undefined) return true;
  if (typeof port === 'number' && endPort !== undefined) {
    return (
      declareNone(containers) ||
      containers.some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort >= port && containerPort <= endPort))
    );
  }
  return mayListen(containers, port);
}
