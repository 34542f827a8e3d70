import { CoreV1Api, KubeConfig, makeInformer, type V1Node, type V1Pod } from '@kubernetes/client-node';

const RETRY_MILLIS = 500;

export interface WatchedPod {
  readonly uid: string;
  readonly component: string;
  readonly node: string | undefined;
  readonly ready: boolean;
  /** Has a deletion timestamp. */
  readonly ending: boolean;
}

/** The pods of a namespace as the API server tells of every change, without asking once a second. */
export interface PodWatch {
  all(): readonly WatchedPod[];
  of(component: string): readonly WatchedPod[];
  /** Seconds since the last change of any pod. */
  quietFor(): number;
  /** The fewest pods of a component that were ready at one time, from now on, leaving out those of nodes that are about to die. */
  least(dead: ReadonlySet<string>): (component: string) => number;
  /** The nodes that were not ready at one time from now on, but for those that are about to die. */
  disturbed(dead: ReadonlySet<string>): () => readonly string[];
  stop(): Promise<void>;
}

const facts = ({ metadata, spec, status }: V1Pod): WatchedPod => ({
  uid: metadata?.uid ?? '',
  component: metadata?.labels?.['app.kubernetes.io/instance'] ?? '',
  node: spec?.nodeName,
  ready: status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
  ending: metadata?.deletionTimestamp !== undefined,
});

/** Ready, not ending, and not on one of these nodes, whatever the API server still says of them. */
export const serves = ({ ready, ending, node }: WatchedPod, dead: ReadonlySet<string> = new Set()): boolean =>
  ready && !ending && !dead.has(node ?? '');

export async function watchPods(namespace: string): Promise<PodWatch> {
  const kube = new KubeConfig();
  kube.loadFromDefault();
  const api = kube.makeApiClient(CoreV1Api);
  const list = () => api.listNamespacedPod({ namespace });
  // The informer tries again and again; what can never succeed is told at once.
  await list();
  const informer = makeInformer<V1Pod>(kube, `/api/v1/namespaces/${namespace}/pods`, list);

  const byComponent = new Map<string, Map<string, WatchedPod>>();
  let observe: ((component: string) => void) | undefined;
  let changed = Date.now();
  let stopped = false;
  const note = (pod: V1Pod, isThere: boolean) => {
    const known = facts(pod);
    const pods = byComponent.get(known.component) ?? new Map<string, WatchedPod>();
    byComponent.set(known.component, pods);
    if (isThere) pods.set(known.uid, known);
    else pods.delete(known.uid);
    changed = Date.now();
    observe?.(known.component);
  };
  informer.on('add', (pod) => note(pod, true));
  informer.on('update', (pod) => note(pod, true));
  informer.on('delete', (pod) => note(pod, false));
  informer.on('error', () => {
    if (!stopped) setTimeout(() => informer.start(), RETRY_MILLIS);
  });
  await informer.start();

  const nodes = makeInformer<V1Node>(kube, '/api/v1/nodes', () => api.listNode());
  let notReady: ((node: string) => void) | undefined;
  const noteNode = ({ metadata, status }: V1Node) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
    if (!ready) notReady?.(metadata?.name ?? '');
  };
  nodes.on('add', noteNode);
  nodes.on('update', noteNode);
  nodes.on('error', () => {
    if (!stopped) setTimeout(() => nodes.start(), RETRY_MILLIS);
  });
  await nodes.start();

  const of = (component: string) => [...(byComponent.get(component)?.values() ?? [])];
  return {
    all: () => [...byComponent.keys()].flatMap(of),
    of,
    quietFor: () => (Date.now() - changed) / 1000,
    least: (dead) => {
      const fewest = new Map<string, number>();
      observe = (component) => {
        const now = of(component).filter((pod) => serves(pod, dead)).length;
        fewest.set(component, Math.min(now, fewest.get(component) ?? now));
      };
      for (const component of byComponent.keys()) observe(component);
      return (component) => fewest.get(component) ?? 0;
    },
    disturbed: (dead) => {
      const seen = new Set<string>();
      notReady = (node) => {
        if (!dead.has(node)) seen.add(node);
      };
      return () => [...seen];
    },
    stop: async () => {
      stopped = true;
      await informer.stop();
      await nodes.stop();
    },
  };
}
