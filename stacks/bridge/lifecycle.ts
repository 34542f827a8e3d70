import * as pulumi from '@pulumi/pulumi';
import type { Deployment, KubernetesObject } from '../../lib/core/kubernetes.js';
import { INITIAL_REPLICAS } from '../../lib/core/labels.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';

const DATA_KINDS = new Set(['PersistentVolumeClaim', 'StatefulSet']);
/** The provider's own default, which is also enough for a Service to find a ready pod. */
const LEAST_WAIT_SECONDS = 600;

/** How Pulumi treats an object besides its fields: what it ignores, waits for, keeps and protects. */
export function lifecycle(object: KubernetesObject, stack: SynthesizedStack): pulumi.CustomResourceOptions {
  return {
    ...(object.metadata.annotations?.[INITIAL_REPLICAS] === undefined ? {} : { ignoreChanges: ['spec.replicas'] }),
    ...(object.kind === 'Secret' ? { additionalSecretOutputs: ['data', 'stringData'] } : {}),
    ...(object.kind === 'Deployment' ? waits(object as Deployment) : {}),
    ...(holdsData(stack) ? kept(object, stack) : {}),
  };
}

/** A rollout may take its progress deadline for every pod in turn. */
function waits({ spec, metadata }: Deployment): pulumi.CustomResourceOptions {
  const replicas = spec.replicas ?? Number(metadata.annotations?.[INITIAL_REPLICAS] ?? 1);
  const timeout = `${Math.max(LEAST_WAIT_SECONDS, replicas * (spec.progressDeadlineSeconds ?? 0))}s`;
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
