import { setTimeout as sleep } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';
import type { KubernetesObject, StatefulSet } from '../../lib/core/kubernetes.js';
import type { ClusterConnection } from './cluster.js';
import { rolloutSeconds } from './lifecycle.js';

const PAUSE_MILLIS = 1000;

interface Rollout {
  readonly metadata: { readonly generation?: number };
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly readyReplicas?: number;
  };
}

/**
 * What is deployed after a StatefulSet waits until its members were replaced. The provider alone takes a set for updated that its
 * controller has not looked at yet: it compares revisions and never `observedGeneration`
 * (provider/pkg/await/statefulset.go), and was seen to return with one member of three replaced.
 */
export const waitsForRollout = (object: KubernetesObject, cluster: ClusterConnection): pulumi.CustomResourceOptions => {
  if (object.kind !== 'StatefulSet') return {};
  const set = object as StatefulSet;
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  // Members that somebody else replaces, or that stay as they are.
  if (type === 'OnDelete' || rollingUpdate?.partition) return {};
  const { namespace, name } = set.metadata;
  const hook = new pulumi.ResourceHook(`${namespace}/${name} is rolled out`, () => rolledOut(set, cluster));
  return { hooks: { afterUpdate: [hook] } };
};

/** @throws after the time that the update may take; Pulumi makes a warning of it */
export async function rolledOut(set: StatefulSet, cluster: ClusterConnection, pauseMillis = PAUSE_MILLIS): Promise<void> {
  const { namespace, name } = set.metadata;
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`;
  const deadline = Date.now() + rolloutSeconds(set) * 1000;
  while (!(await isOver(cluster, path))) {
    if (Date.now() > deadline) throw new Error(`not every member of "${name}" was replaced within ${rolloutSeconds(set)} s`);
    await sleep(pauseMillis);
  }
}

/** Also where somebody has deleted it. An API server that does not answer is asked again. */
async function isOver(cluster: ClusterConnection, path: string): Promise<boolean> {
  try {
    const rollout = (await cluster.get(path)) as Rollout | undefined;
    return rollout === undefined || isRolledOut(rollout);
  } catch {
    return false;
  }
}

const isRolledOut = ({ metadata, spec, status = {} }: Rollout): boolean =>
  status.observedGeneration === metadata.generation &&
  status.currentRevision === status.updateRevision &&
  (status.readyReplicas ?? 0) >= (spec.replicas ?? 1);
