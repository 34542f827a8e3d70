import { cordon, testbedAvailable, uncordon } from './harness/faults.js';
import { apply, getJson, kubectl, waitFor } from './harness/kubectl.js';
import { type Layout, layoutsEnvironment, NODES_PER_ZONE, PINNED_NODE, ZONES } from './layouts.js';
import { renderLayouts } from './layouts.predict.js';
import { type PodWatch, serves } from './survival.watch.js';

const HEALTHY_SECONDS = 420;

export interface ClusterNode {
  readonly name: string;
  readonly hostname: string;
  readonly zone: string;
  /** How the test cluster calls it. */
  readonly number: number;
}

export async function clusterNodes(): Promise<readonly ClusterNode[]> {
  const { items } = await getJson<{ items: { metadata: { name: string; labels: Record<string, string> } }[] }>('nodes');
  return items
    .map(({ metadata: { name, labels } }) => ({
      name,
      hostname: labels['kubernetes.io/hostname'] ?? '',
      zone: labels['topology.kubernetes.io/zone'] ?? '',
      number: Number(/\d+$/.exec(name)?.[0]),
    }))
    .sort((a, b) => a.number - b.number);
}

/** Why this cluster cannot show the predictions; undefined where it can. */
export async function missingFor(): Promise<string | undefined> {
  if (!testbedAvailable()) return 'TESTBED names no cluster whose nodes can be powered off';
  const nodes = await clusterNodes();
  const fits = nodes.length === ZONES.length * NODES_PER_ZONE && ZONES.every((zone) => inZone(nodes, zone).length === NODES_PER_ZONE);
  const pinned = nodes.some(({ hostname }) => hostname === PINNED_NODE);
  if (fits && pinned) return undefined;
  const found = nodes.map(({ name, zone }) => `${name} in ${zone || 'no zone'}`).join(', ');
  return `it needs ${NODES_PER_ZONE} nodes in each of ${ZONES.join(', ')}, one of them ${PINNED_NODE}; there are ${found}`;
}

export const inZone = (nodes: readonly ClusterNode[], zone: string): readonly ClusterNode[] => nodes.filter((node) => node.zone === zone);

/** Every object of the layouts, and the priority classes that their pods name. */
export async function deploy(layouts: readonly Layout[]): Promise<void> {
  const { cluster, environment } = renderLayouts(layouts);
  await apply([...cluster, ...environment].map(({ object }) => object));
}

/**
 * Gives a function that makes every layout healthy again. Pods do not move back by themselves after a fault: those of a
 * layout that it touched are made anew, all at once, so that the scheduler places them from nothing.
 */
export function placer(watch: PodWatch, layouts: readonly Layout[], nodes: readonly ClusterNode[]): () => Promise<void> {
  const homes = new Map<string, string>();
  const uids = ({ name }: Layout) =>
    watch
      .of(name)
      .map(({ uid }) => uid)
      .sort()
      .join();
  return async () => {
    await healthy(watch, layouts);
    const isNew = homes.size === 0;
    const moved = layouts.filter((layout) => homes.get(layout.name) !== uids(layout));
    await recreate(watch, isNew ? [] : moved.filter(({ only }) => !only));
    const together = new Map<string, readonly Layout[]>();
    for (const layout of moved.filter(({ only }) => only)) {
      const key = layout.only?.join() ?? '';
      together.set(key, [...(together.get(key) ?? []), layout]);
    }
    for (const group of together.values()) await putOn(watch, group, nodes);
    for (const layout of layouts) homes.set(layout.name, uids(layout));
  };
}

/** With every other node cordoned: the only way to have the scheduler make a placement that its soft rules avoid. */
async function putOn(watch: PodWatch, layouts: readonly Layout[], nodes: readonly ClusterNode[]): Promise<void> {
  const only = new Set(layouts[0]?.only);
  const named = ({ zone, name }: ClusterNode) => `${zone}-${inZone(nodes, zone).findIndex((node) => node.name === name) + 1}`;
  const others = nodes.filter((node) => !only.has(named(node)));
  const wanted = new Set(nodes.filter((node) => only.has(named(node))).map(({ name }) => name));
  for (const { name } of others) await cordon(name);
  try {
    await recreate(watch, layouts);
  } finally {
    for (const { name } of others) await uncordon(name);
  }
  const astray = layouts.flatMap(({ name }) => watch.of(name)).filter(({ node }) => !wanted.has(node ?? ''));
  if (astray.length > 0) {
    throw new Error(`pods of ${astray.map(({ component }) => component).join(', ')} are not on ${[...wanted].join(', ')}`);
  }
}

async function recreate(watch: PodWatch, layouts: readonly Layout[]): Promise<void> {
  if (layouts.length === 0) return;
  const names = layouts.map(({ name }) => name);
  const old = new Set(names.flatMap((name) => watch.of(name)).map(({ uid }) => uid));
  await kubectl(
    'delete',
    'pods',
    '-n',
    layoutsEnvironment.namespace,
    '-l',
    `app.kubernetes.io/instance in (${names.join()})`,
    '--grace-period=1',
  );
  await healthy(watch, layouts, old);
}

/** Exactly the wanted pods, all of them ready, and none of the old ones. */
async function healthy(watch: PodWatch, layouts: readonly Layout[], old: ReadonlySet<string> = new Set()): Promise<void> {
  await waitFor('every layout to be healthy', HEALTHY_SECONDS, async () => {
    const late = layouts.filter(({ name, replicas }) => {
      const pods = watch.of(name);
      return pods.length !== replicas || !pods.every((pod) => serves(pod) && !old.has(pod.uid));
    });
    if (late.length > 0) throw new Error(`${late.map(({ name }) => name).join(', ')} are not`);
    return true;
  });
}
