import type { Container, Probe } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { Check, Finding, Subject } from './check.js';
import { finding } from './findings.js';
import { addTo, once } from './indexes.js';
import { type PodGroup, podGroups } from './pod-groups.js';
import { runningContainers } from './pods.js';
import { hasPort, servings } from './services.js';

export const probes: Check = {
  id: 'probes',
  title: 'A container that serves has a readiness and a liveness probe, the two ask different things, and the ports that they name exist',
  acceptable: true,
  examples: {
    bad: "new WebService(chart, 'api', { image, port: 8080, probes: { readiness: { handler: { http: '/healthz' } } } });",
    good: "new WebService(chart, 'api', { image, port: 8080, probes: { readiness: { handler: { http: '/ready' } } } });",
  },
  run: (subject) =>
    podGroups(subject.manifests)
      .filter(({ manifest }) => LONG_RUNNING.has(manifest.object.kind))
      .flatMap((group) => inPod(subject, group)),
};

const LONG_RUNNING = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

/** The pods' ports that Services send to, as the Services name them. */
const servedPorts = once((manifests: readonly Manifest[]) => {
  const served = new Map<PodGroup, (number | string)[]>();
  for (const { manifest, pods } of servings(manifests)) {
    for (const { port, targetPort = port } of manifest.object.spec?.ports ?? []) {
      for (const group of pods) addTo(served, group, targetPort);
    }
  }
  return served;
});

function inPod(subject: Subject, group: PodGroup): Finding[] {
  const served = servedPorts(subject.manifests).get(group) ?? [];
  return runningContainers(group.spec).flatMap((container) => {
    const serves = served.some((port) => hasPort(container, port));
    const sentences = [...(serves ? missing(container) : []), ...same(container), ...unknownPorts(container)];
    return sentences.map((sentence) => finding(subject, group.manifest, sentence));
  });
}

function missing({ name, readinessProbe, livenessProbe }: Container): string[] {
  return [
    ...(readinessProbe
      ? []
      : [`container "${name}" serves without a readinessProbe, so it gets requests that it cannot answer yet; add one`]),
    ...(livenessProbe ? [] : [`container "${name}" serves without a livenessProbe, so nobody restarts it when it is wedged; add one`]),
  ];
}

function same({ name, readinessProbe, livenessProbe }: Container): string[] {
  if (!readinessProbe || !livenessProbe || asked(readinessProbe) !== asked(livenessProbe)) return [];
  return [
    `readiness and liveness of container "${name}" ask the same (${asked(livenessProbe)}), so a slow dependency would restart it; ` +
      'let liveness ask the process alone',
  ];
}

/** What a probe asks, in words that are equal where it is. */
function asked({ httpGet, grpc, tcpSocket, exec }: Probe): string {
  if (httpGet) return `GET ${httpGet.path ?? '/'} on port ${httpGet.port}`;
  if (grpc) return `gRPC health of "${grpc.service ?? ''}" on port ${grpc.port}`;
  if (tcpSocket) return `TCP port ${tcpSocket.port}`;
  return `command ${(exec?.command ?? []).join(' ')}`;
}

/** Numbers need no declaration, and a probe may well ask a port that nobody else uses; a name without a port fails for ever. */
function unknownPorts(container: Container): string[] {
  const { name, ports = [], startupProbe, readinessProbe, livenessProbe } = container;
  return Object.entries({ startupProbe, readinessProbe, livenessProbe }).flatMap(([probe, value]) => {
    const port = value?.httpGet?.port ?? value?.tcpSocket?.port;
    if (typeof port !== 'string' || hasPort(container, port)) return [];
    const names = ports.flatMap(({ name }) => name ?? []).join(', ') || 'none';
    return [`${probe} of container "${name}" asks port "${port}", which the container does not have (it has ${names}); correct the name`];
  });
}
