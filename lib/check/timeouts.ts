import type { Deployment, PodSpec, Probe } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { WAIT_CONTAINER } from '../workload/pod/wait.objects.js';
import type { Check, Finding, Subject } from './check.js';
import { finding, ownerOf } from './findings.js';
import { jobSpecOf } from './jobs.js';
import { podGroups } from './pod-groups.js';
import { runningContainers } from './pods.js';

/** Kubernetes' own deadline of a rollout. */
const DEFAULT_DEADLINE_SECONDS = 600;
const DEFAULT_GRACE_SECONDS = 30;

export const timeouts: Check = {
  id: 'timeouts',
  title:
    'Whoever waits for something waits for longer than it may take: rollouts for pods, grace periods for drains, tasks for connections',
  acceptable: true,
  examples: {
    bad: "new WebService(chart, 'api', { image, port: 8080, rollout: { progressDeadline: Duration.seconds(60) } });",
    good: "new WebService(chart, 'api', { image, port: 8080, probes: { startup: { failures: 120 } } }); // the deadline follows",
  },
  run: (subject) =>
    podGroups(subject.manifests).flatMap(({ manifest, spec }) => [
      ...rollout(subject, manifest, spec),
      ...shutdown(subject, manifest, spec),
      ...task(subject, manifest, spec),
    ]),
};

/**
 * The deadline is also how long Pulumi waits, and a shorter one calls a pod failed that its own probes still give time. A
 * StatefulSet has none: the deployment waits for as long as its members may take.
 */
function rollout(subject: Subject, manifest: Manifest, pod: PodSpec): Finding[] {
  const { object } = manifest;
  if (object.kind !== 'Deployment') return [];
  const { minReadySeconds = 0, progressDeadlineSeconds = DEFAULT_DEADLINE_SECONDS } = (object as Deployment).spec;
  const wait = waitSeconds(pod);
  const window = wait + probesSeconds(pod) + minReadySeconds;
  if (window <= progressDeadlineSeconds) return [];
  const what = `the ${window} s that ${wait > 0 ? 'waiting for connections, ' : ''}startup, readiness and minReady take`;
  return [
    finding(subject, manifest, `rollout.progressDeadline of ${progressDeadlineSeconds} s is below ${what}; raise it or shorten the probes`),
  ];
}

const probesSeconds = (pod: PodSpec): number =>
  Math.max(0, ...runningContainers(pod).map(({ startupProbe, readinessProbe }) => seconds(startupProbe) + seconds(readinessProbe)));

/** From a container's start, or from the probe before: how long it may fail until somebody gives up. */
const seconds = (probe: Probe | undefined): number =>
  probe ? (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3) : 0;

/** The init container of `waitForConnections` has its deadline as its first argument. */
const waitSeconds = ({ initContainers = [] }: PodSpec): number =>
  Number(initContainers.find(({ name }) => name === WAIT_CONTAINER)?.args?.[0] ?? 0);

/** The grace period begins with the preStop hook, and has to last until the process has ended by itself. */
function shutdown(subject: Subject, manifest: Manifest, pod: PodSpec): Finding[] {
  const grace = pod.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const owner = ownerOf(subject, manifest);
  return runningContainers(pod).flatMap(({ name, lifecycle }) => {
    const sleep = lifecycle?.preStop?.sleep?.seconds ?? 0;
    const needed = sleep + (name === owner?.name ? owner.shutdownSeconds : 0);
    if (needed === 0 || needed < grace) return [];
    return [
      finding(
        subject,
        manifest,
        `container "${name}" has ${sleep} s of preStop and ${needed - sleep} s to shut down in a grace period of ${grace} s, and is killed before it has ended; raise terminationGracePeriodSeconds above ${needed}`,
      ),
    ];
  });
}

function task(subject: Subject, manifest: Manifest, pod: PodSpec): Finding[] {
  const { activeDeadlineSeconds: deadline } = jobSpecOf(manifest.object);
  const wait = waitSeconds(pod);
  if (deadline === undefined || wait < deadline) return [];
  return [
    finding(
      subject,
      manifest,
      `it may wait for its connections for ${wait} s, and is ended after ${deadline} s (deadline); raise deadline above waitForConnections`,
    ),
  ];
}
