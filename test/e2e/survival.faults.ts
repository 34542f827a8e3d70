import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { evictedPods, powerOff, powerOn, uncordon, waitForNode } from './harness/faults.js';
import { getJson, waitFor } from './harness/kubectl.js';
import type { Layout } from './layouts.js';
import type { ClusterNode } from './survival.place.js';
import { type PodWatch, serves } from './survival.watch.js';

/** kube-controller-manager's --node-monitor-grace-period. */
const GRACE_SECONDS = Number(process.env.E2E_NODE_MONITOR_GRACE ?? 50);
/** Without a change of any pod, nothing more is under way. */
const QUIET_SECONDS = 25;
const LONGEST_SECONDS = 420;

/** What one fault did to one layout. */
export interface Seen {
  /** The fewest pods that were ready at one time. */
  readonly left: number;
  /** Of a loss: all replicas came back on what remained. Of a drain: every pod was let go. */
  readonly holds: boolean;
}

export type SeenByLayout = ReadonlyMap<string, Seen>;

/** Drains a node for as long as anything moves (one that is blocked would go on), then gives it back. */
export async function drainOf(watch: PodWatch, layouts: readonly Layout[], { name }: ClusterNode): Promise<SeenByLayout> {
  const before = watch.all().filter(({ node }) => node === name);
  const least = watch.least(new Set());
  const drain = spawn('kubectl', [
    'drain',
    name,
    '--ignore-daemonsets',
    '--delete-emptydir-data',
    '--pod-selector=app.kubernetes.io/part-of=layouts',
    `--timeout=${LONGEST_SECONDS}s`,
  ]);
  const said: string[] = [];
  for (const stream of [drain.stdout, drain.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const ended = once(drain, 'exit');
  try {
    await sleep(QUIET_SECONDS * 1000);
    await settled(watch, new Set());
    const { spec } = await getJson<{ spec: { unschedulable?: boolean } }>('node', name);
    if (!spec.unschedulable || evictedPods(said.join('')).length !== before.length) {
      throw new Error(`the drain of ${name} did not happen to its ${before.length} pods; kubectl said: ${said.join('')}`);
    }
    const left = new Set(watch.all().flatMap(({ uid, ending }) => (ending ? [] : [uid])));
    const blocked = new Set(before.filter(({ uid }) => left.has(uid)).map(({ component }) => component));
    return new Map(layouts.map((layout) => [layout.name, { left: least(layout.name), holds: !blocked.has(layout.name) }]));
  } finally {
    drain.kill();
    await ended;
    await uncordon(name);
  }
}

/**
 * Powers nodes off at one time, waits until nothing moves any more, and powers them on again. Undefined where another node
 * was away meanwhile, which is a second fault: a kubelet's one connection to the API may hang in such a moment.
 */
export async function lossOf(
  watch: PodWatch,
  layouts: readonly Layout[],
  nodes: readonly ClusterNode[],
): Promise<SeenByLayout | undefined> {
  const dead = new Set(nodes.map(({ name }) => name));
  const before = new Set(
    watch
      .all()
      .filter(({ node }) => dead.has(node ?? ''))
      .map(({ uid }) => uid),
  );
  const least = watch.least(dead);
  const disturbed = watch.disturbed(dead);
  try {
    for (const { number } of nodes) await powerOff(number);
    for (const { name } of nodes) await waitForNode(name, 'NotTrue', GRACE_SECONDS + 60);
    await settled(watch, dead);
    if (disturbed().length > 0) return undefined;
    return new Map(
      layouts.map(({ name, replicas }) => {
        const back = watch.of(name).filter((pod) => serves(pod, dead)).length === replicas;
        return [name, { left: least(name), holds: back }];
      }),
    );
  } finally {
    for (const { number } of nodes) await powerOn(number);
    for (const { name } of nodes) await waitForNode(name, 'True', 180);
    await waitFor(`the pods that ${[...dead].join(' and ')} had to be gone`, 300, async () =>
      watch.all().every(({ uid }) => !before.has(uid)),
    );
  }
}

/** Every pod of a dead node is given up, every other that has a node is ready, and nothing has changed for a while. */
async function settled(watch: PodWatch, dead: ReadonlySet<string>): Promise<void> {
  await waitFor('pods to stop moving', LONGEST_SECONDS, async () => {
    const moving = watch.all().filter((pod) => pod.node !== undefined && (dead.has(pod.node) ? !pod.ending : !serves(pod)));
    if (moving.length > 0) throw new Error(`${moving.length} pods are moving, one of ${moving[0]?.component}`);
    return watch.quietFor() >= QUIET_SECONDS;
  });
}
