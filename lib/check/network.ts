import type { Container, NetworkPolicy } from '../core/kubernetes.js';
import type { Check, Finding, Subject } from './check.js';
import { called, finding } from './findings.js';
import { ANY, type Edge, type End, edgesOf, type PolicyPorts, policies } from './network-edges.js';
import type { ManifestOf } from './objects.js';
import { type PodGroup, podsMatching, selectsAll } from './pod-groups.js';
import { runningContainers } from './pods.js';
import { hasPort } from './services.js';

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

/** Whether any of the edges opens a port between two ends. */
type IsOpen = (from: PodGroup, to: PodGroup, port: string) => boolean;

function opened(edges: readonly Edge[]): IsOpen {
  const open = new Set<string>();
  for (const { from, to, ports } of edges) {
    const ends = `${idOf(from)} ${idOf(to)}`;
    for (const port of ports) {
      for (const opened of [ends, `${ends} ${protocolOf(port)}`, `${ends} ${port}`]) open.add(opened);
    }
  }
  return (from, to, port) => {
    const answers = answersTo(port);
    return [idOf(from), ANY].some((source) =>
      [idOf(to), ANY].some((target) => answers.some((end) => open.has(`${source} ${target}${end}`))),
    );
  };
}

const protocolOf = (port: string) => port.split('/')[0];

/** Who opens every port, of a protocol or at all, is answered by whoever opens any of them. */
function answersTo(port: string): readonly string[] {
  const protocol = protocolOf(port);
  if (port === ANY) return [''];
  return port === `${protocol}/${ANY}` ? [` ${protocol}`, ` ${ANY}`] : [` ${port}`, ` ${protocol}/${ANY}`, ` ${ANY}`];
}

const idOf = (end: End): string => (end === ANY ? ANY : `${end.manifest.object.kind}/${end.manifest.object.metadata.name}`);

type Sentence = (from: string, to: string, ports: string) => string;

/** An edge from or to any pod is everybody's, and so nobody's to answer. */
function otherEnd(subject: Subject, { policy, from, to, ports }: Edge, isOpen: IsOpen, sentence: Sentence): Finding[] {
  if (from === ANY || to === ANY) return [];
  const missing = ports.filter((port) => !isOpen(from, to, port));
  if (missing.length === 0) return [];
  const what = sentence(from.manifest.component, to.manifest.component, missing.join(', '));
  return [finding(subject, policy.component, `${called(policy.object)} ${what}; connect them with uses, which opens both ends`)];
}

function ownEnd(subject: Subject, { component, object }: ManifestOf<NetworkPolicy>): Finding[] {
  const { podSelector = {}, ingress = [] } = object.spec ?? {};
  if (selectsAll(podSelector)) return [];
  const pods = podsMatching(subject.manifests, podSelector);
  if (pods.length === 0) {
    return [
      finding(subject, component, `${called(object)} selects no pods, so it opens nothing; give it the labels of the pods, or remove it`),
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
      component,
      `${called(object)} opens port ${unknown.map(({ port }) => port).join(', ')}, which its pods do not have (they have ${[...has].join(', ') || 'none'}); correct it, or add it to the container's ports`,
    ),
  ];
}

function isListening(containers: readonly Container[], { port, endPort }: PolicyPorts[number]): boolean {
  if (port === undefined) return true;
  if (typeof port === 'number' && endPort !== undefined) {
    return containers.some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort >= port && containerPort <= endPort));
  }
  return containers.some((container) => hasPort(container, port));
}
