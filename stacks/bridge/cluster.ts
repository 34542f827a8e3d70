import { get as httpsGet, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import * as pulumi from '@pulumi/pulumi';
import { EvenkeelError } from '../../lib/core/problems.js';

const REQUEST_MILLIS = 10_000;

/** A cluster to ask, before anything is sent. */
export interface ClusterConnection {
  /** The kubeconfig's context, for the provider. */
  readonly context: string;
  /** Path or content; undefined for the default one. */
  readonly kubeconfig: string | undefined;
  /** GET of an API path: the answer, or undefined where there is nothing. */
  get(path: string): Promise<unknown>;
}

/**
 * The cluster of the stack's `kubernetes:context`. There is no default: the kubeconfig's current context is whatever
 * somebody used last.
 */
export async function connect(): Promise<ClusterConnection> {
  const config = new pulumi.Config('kubernetes');
  const context = config.get('context');
  const kubeconfig = config.get('kubeconfig');
  if (!context) {
    throw new EvenkeelError([
      `stack "${pulumi.getStack()}" names no kubeconfig context; run: pulumi config set kubernetes:context <context> --stack ${pulumi.getStack()}`,
    ]);
  }
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kube = new KubeConfig();
  load(kube, kubeconfig);
  const contexts = kube.getContexts().map(({ name }) => name);
  if (!contexts.includes(context)) {
    throw new EvenkeelError([`there is no context "${context}" in the kubeconfig; it has ${contexts.join(', ') || 'none'}`]);
  }
  kube.setCurrentContext(context);
  return { context, kubeconfig, get: (path) => get(kube, context, path) };
}

/** From content, from a file, or from where kubectl looks. */
function load(kube: KubeConfig, kubeconfig: string | undefined): void {
  try {
    if (kubeconfig?.includes('\n')) kube.loadFromString(kubeconfig);
    else if (kubeconfig) kube.loadFromFile(kubeconfig);
    else kube.loadFromDefault();
  } catch (error) {
    throw new EvenkeelError([`the kubeconfig cannot be read: ${reason(error)}; correct KUBECONFIG or kubernetes:kubeconfig`]);
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));

async function get(kube: KubeConfig, context: string, path: string): Promise<unknown> {
  const server = kube.getCurrentCluster()?.server ?? '';
  try {
    const options: RequestOptions = {};
    await kube.applyToHTTPSOptions(options);
    const { status, body } = await request(new URL(path, server), options);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${path}: HTTP ${status}`);
    return JSON.parse(body);
  } catch (error) {
    throw new EvenkeelError([
      `the cluster of context "${context}" (${server}) did not answer: ${reason(error)}; check the kubeconfig, the network and your access`,
    ]);
  }
}

function request(url: URL, options: RequestOptions): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    httpsGet(url, { ...options, signal: AbortSignal.timeout(REQUEST_MILLIS) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    }).on('error', reject);
  });
}
