import { accessSync, constants } from 'node:fs';
import { getJson, kubectl, run, waitFor } from './kubectl.js';
import { LOAD_LABEL, LOAD_VALUE } from './load.objects.js';

/**
 * `kubectl drain`, which respects disruption budgets; load clients stay where they are. Fails when pods are left.
 *
 * @param only a label selector, where not everything on the node is to go
 * @returns the pods that were evicted, as `namespace/name`
 */
export const drain = async (node: string, { timeoutSeconds = 300, only = '' } = {}): Promise<readonly string[]> => {
  const { stdout, stderr } = await run('kubectl', [
    'drain',
    node,
    '--ignore-daemonsets',
    '--delete-emptydir-data',
    `--pod-selector=${[`${LOAD_LABEL}!=${LOAD_VALUE}`, only].filter(Boolean).join(',')}`,
    `--timeout=${timeoutSeconds}s`,
  ]);
  return evictedPods(stdout + stderr);
};

/** An eviction that a budget refused is tried and printed again, hence the set. */
export const evictedPods = (output: string): readonly string[] => [
  ...new Set([...output.matchAll(/^evicting pod (\S+\/\S+)/gm)].flatMap(([, pod]) => pod ?? [])),
];

export const cordon = async (node: string): Promise<void> => void (await kubectl('cordon', node));

export const uncordon = async (node: string): Promise<void> => void (await kubectl('uncordon', node));

/** True where TESTBED names the program of a cluster whose nodes can be powered off. */
export const testbedAvailable = (): boolean => {
  try {
    accessSync(process.env.TESTBED ?? '', constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export const testbed = async (...args: readonly string[]): Promise<void> => {
  const program = process.env.TESTBED;
  if (!program)
    throw new Error('TESTBED is not set; give it the path of a test cluster\'s program that knows "node kill N" and "node start N"');
  await run(program, args);
};

/** Everything on the node dies at once, and its peers are not told. The nth node is called `node<n>`. */
export const powerOff = (n: number): Promise<void> => testbed('node', 'kill', String(n));

/** The node comes back with its disks and images; wait for its condition afterwards. */
export const powerOn = (n: number): Promise<void> => testbed('node', 'start', String(n));

/** The names of the cluster's nodes. */
export const nodes = async (): Promise<readonly string[]> =>
  (await getJson<{ items: { metadata: { name: string } }[] }>('nodes')).items.map(({ metadata }) => metadata.name);

export type NodeCondition = 'True' | 'False' | 'Unknown';

/** The status of the node's Ready condition; Unknown once its kubelet is silent for the grace period. */
export const nodeReady = async (node: string): Promise<NodeCondition> => {
  const { status } = await getJson<{ status: { conditions?: { type: string; status: NodeCondition }[] } }>('node', node);
  return status.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
};

export const waitForNode = async (node: string, state: 'True' | 'NotTrue', seconds: number): Promise<void> => {
  await waitFor(
    `node ${node} to be ${state === 'True' ? 'ready' : 'not ready'}`,
    seconds,
    async () => ((await nodeReady(node)) === 'True') === (state === 'True'),
  );
};
