import * as pulumi from '@pulumi/pulumi';
import type { Platform } from '../../lib/core/platform.js';
import { EvenkeelError } from '../../lib/core/problems.js';
import { type SynthesizedStack, synthesize } from '../../lib/core/synth.js';
import { routeHosts } from '../../lib/network/route/index.js';
import { certificatesUntil } from './certificate-periods.js';
import { connect } from './cluster.js';
import { checkCluster } from './guards.js';
import { registerStack } from './register.js';
import { checkReviewed } from './reviewed.js';
import { secretValues } from './secret-values.js';

export interface DeployOptions {
  /** Folder of the reviewed YAML, from the folder of Pulumi.yaml. @default 'dist' */
  readonly dist?: string;
}

/** The stack's outputs. */
export interface Deployed {
  /** Undefined for a cluster's stack. */
  readonly namespace: string | undefined;
  /** Digest of the YAML that was reviewed and sent. */
  readonly digest: string;
  /** Addresses of the routes. */
  readonly urls: readonly string[];
  /** When the first of the certificates that it has issued ends. Undefined where there are none. */
  readonly certificatesUntil: string | undefined;
  /** UID of the cluster's kube-system namespace: the next `up` refuses any other cluster. */
  readonly clusterUid: string;
}

/**
 * Deploys the stack that Pulumi runs: an environment or a cluster of the platform. What is sent is what was reviewed,
 * besides the data of Secrets and the first replica count of scaled workloads. Everything is checked before anything is
 * sent.
 *
 * @example
 * export const { namespace, digest, urls, certificatesUntil, clusterUid } = await deploy(platform);
 * @throws pulumi.RunError with every problem, one sentence each
 */
export async function deploy(platform: Platform, { dist = 'dist' }: DeployOptions = {}): Promise<Deployed> {
  try {
    const now = new Date();
    const stack = only(synthesize(platform, pulumi.getStack()));
    const namespace = stack.environment?.namespace ?? '';
    const values = secretValues(stack.manifests, namespace, now);
    checkReviewed(stack, dist);
    const cluster = await connect();
    const clusterUid = await checkCluster(stack, cluster);
    registerStack(stack, cluster, clusterUid, values);
    return {
      namespace: stack.environment?.namespace,
      digest: stack.digest,
      urls: urls(stack),
      certificatesUntil: certificatesUntil(stack.manifests, namespace, now),
      clusterUid,
    };
  } catch (error) {
    if (error instanceof EvenkeelError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('synthesize gave no stack');
  return first;
}

const urls = ({ manifests }: SynthesizedStack): string[] =>
  [...new Set(manifests.flatMap(({ object }) => routeHosts(object)))].map((host) => `https://${host}`);
