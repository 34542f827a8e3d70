import * as pulumi from '@pulumi/pulumi';
import { ENVIRONMENT_LABEL } from '../../lib/core/labels.js';
import { EvenkeelError } from '../../lib/core/problems.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';
import type { ClusterConnection } from './cluster.js';
import { missingPrerequisites } from './prerequisites.js';

interface Named {
  readonly metadata: { readonly uid: string; readonly labels?: Readonly<Record<string, string>> };
}

/**
 * Refuses, before anything is sent: another cluster than last time, another environment's namespace, and what the cluster
 * lacks.
 *
 * @returns the UID of the cluster's kube-system namespace
 */
export async function checkCluster(stack: SynthesizedStack, cluster: ClusterConnection): Promise<string> {
  const [uid, recorded, namespace, missing] = await Promise.all([
    clusterUid(cluster),
    recordedUid(),
    stack.environment ? namespaceProblems(stack.environment.name, stack.environment.namespace, cluster) : [],
    missingPrerequisites(stack, cluster),
  ]);
  const problems = [...otherCluster(cluster.context, uid, recorded), ...namespace, ...missing];
  if (problems.length > 0) throw new EvenkeelError(problems);
  return uid;
}

async function clusterUid(cluster: ClusterConnection): Promise<string> {
  const kubeSystem = (await cluster.get('/api/v1/namespaces/kube-system')) as Named | undefined;
  if (!kubeSystem)
    throw new EvenkeelError([`the cluster of context "${cluster.context}" has no namespace kube-system, by whose UID it is known`]);
  return kubeSystem.metadata.uid;
}

/** What this stack's last `up` wrote into its outputs. */
async function recordedUid(): Promise<string | undefined> {
  const self = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`);
  const { value } = await self.getOutputDetails('clusterUid');
  return typeof value === 'string' ? value : undefined;
}

function otherCluster(context: string, uid: string, recorded: string | undefined): string[] {
  if (recorded === undefined || recorded === uid) return [];
  return [
    `stack "${pulumi.getStack()}" is deployed to the cluster whose kube-system has UID ${recorded}, and context "${context}" is another (${uid}); ` +
      'correct kubernetes:context, or destroy the stack on its own cluster first',
  ];
}

async function namespaceProblems(environment: string, namespace: string, cluster: ClusterConnection): Promise<string[]> {
  const found = (await cluster.get(`/api/v1/namespaces/${namespace}`)) as Named | undefined;
  const owner = found?.metadata.labels?.[ENVIRONMENT_LABEL];
  if (!found || owner === environment) return [];
  return [
    `namespace ${namespace} belongs to ${owner ? `environment "${owner}"` : 'something else (it has no environment label)'}, not to "${environment}"; ` +
      `give the environment a namespace of its own${owner ? '' : `, or hand it over: kubectl label namespace ${namespace} ${ENVIRONMENT_LABEL}=${environment}`}`,
  ];
}
