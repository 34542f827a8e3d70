import * as pulumi from '@pulumi/pulumi';
import { podsMatching } from '../../lib/check/pod-groups.js';
import { podSpecOf, runningContainers } from '../../lib/check/pods.js';
import type { Deployment, Job, KubernetesObject, Service, StatefulSet } from '../../lib/core/kubernetes.js';
import { INITIAL_REPLICAS } from '../../lib/core/labels.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';
import { startWindow } from '../../lib/workload/pod/probes.js';

const KUBERNETES_DEADLINE_SECONDS = 600;
const KUBERNETES_GRACE_SECONDS = 30;
/** For a volume, a node and a cold pull of the image. */
const SCHEDULE_SECONDS = 120;
const ROUNDS_OF_A_QUARTER = 4;
const DATA_KINDS = new Set(['PersistentVolumeClaim', 'StatefulSet']);

/** How Pulumi treats an object besides its fields: what it ignores, waits for, keeps and protects. */
export function lifecycle(object: KubernetesObject, stack: SynthesizedStack): pulumi.CustomResourceOptions {
  return {
    ...(object.metadata.annotations?.[INITIAL_REPLICAS] === undefined ? {} : { ignoreChanges: ['spec.replicas'] }),
    ...(object.kind === 'Secret' ? { additionalSecretOutputs: ['data', 'stringData'] } : {}),
    ...(object.kind === 'Deployment' ? waits(object as Deployment) : {}),
    ...(object.kind === 'StatefulSet' ? waitsForMembers(object as StatefulSet) : {}),
    ...(object.kind === 'Service' ? waitsForPods(object as Service, stack) : {}),
    ...(object.kind === 'Job' ? waitsForEnd(object as Job) : {}),
    ...(holdsData(stack) ? kept(object, stack) : {}),
  };
}

/**
 * Kubernetes calls a rollout failed that makes no progress within its deadline, and each round of replaced pods is
 * progress; Pulumi by itself would wait for ten minutes, whatever the deadline.
 */
function waits({ spec }: Deployment): pulumi.CustomResourceOptions {
  const seconds = (rounds: number) => `${rounds * (spec.progressDeadlineSeconds ?? KUBERNETES_DEADLINE_SECONDS)}s`;
  const rounds = typeof spec.strategy?.rollingUpdate?.maxSurge === 'number' ? (spec.replicas ?? 1) : ROUNDS_OF_A_QUARTER;
  return { customTimeouts: { create: seconds(1), update: seconds(rounds) } };
}

/** All members start at once. */
function waitsForMembers(set: StatefulSet): pulumi.CustomResourceOptions {
  const create = Math.max(KUBERNETES_DEADLINE_SECONDS, memberStart(set));
  return { customTimeouts: { create: `${create}s`, update: `${rolloutSeconds(set)}s` } };
}

/** How long an update may take: members are replaced one after another; each ends, starts anew, and stays ready for a while. */
export function rolloutSeconds(set: StatefulSet): number {
  const grace = podSpecOf(set)?.terminationGracePeriodSeconds ?? KUBERNETES_GRACE_SECONDS;
  return Math.max(KUBERNETES_DEADLINE_SECONDS, (set.spec.replicas ?? 1) * (grace + memberStart(set)));
}

function memberStart(set: StatefulSet): number {
  const pod = podSpecOf(set);
  const windows = pod ? runningContainers(pod).map(startWindow) : [];
  return SCHEDULE_SECONDS + Math.max(0, ...windows) + (set.spec.minReadySeconds ?? 0);
}

/**
 * A Service is there once all pods that it selects are ready: it may take as long as the slowest Deployment or StatefulSet. One
 * whose pods get their label later, as a primary does, waits for none, nor does a headless one.
 */
function waitsForPods({ spec }: Service, { manifests }: SynthesizedStack): pulumi.CustomResourceOptions {
  const selected = spec?.selector ? podsMatching(manifests, { matchLabels: spec.selector }) : [];
  const longest = Math.max(0, ...selected.map(({ manifest }) => startDeadline(manifest.object)));
  const timeout = `${longest}s`;
  return longest > KUBERNETES_DEADLINE_SECONDS ? { customTimeouts: { create: timeout, update: timeout } } : {};
}

function startDeadline(object: KubernetesObject): number {
  if (object.kind === 'Deployment') return (object as Deployment).spec.progressDeadlineSeconds ?? 0;
  return object.kind === 'StatefulSet' ? memberStart(object as StatefulSet) : 0;
}

/** A task may take as long as it says. */
function waitsForEnd({ spec }: Job): pulumi.CustomResourceOptions {
  const timeout = `${spec.activeDeadlineSeconds ?? KUBERNETES_DEADLINE_SECONDS}s`;
  return { customTimeouts: { create: timeout, update: timeout } };
}

const holdsData = ({ manifests }: SynthesizedStack) => manifests.some(({ object }) => DATA_KINDS.has(object.kind));

/** A retained claim is void while its namespace is deleted, so the Namespace stays, and Secrets with it. */
function kept({ kind }: KubernetesObject, { environment }: SynthesizedStack): pulumi.CustomResourceOptions {
  const isKept = kind === 'Namespace' || kind === 'Secret';
  const protect = environment?.tier === 'production' && !new pulumi.Config().getBoolean('unprotect');
  return {
    ...(isKept ? { retainOnDelete: true } : {}),
    ...(protect && (isKept || DATA_KINDS.has(kind)) ? { protect: true } : {}),
  };
}
