import { getJson } from './kubectl.js';

export interface PodFacts {
  readonly name: string;
  readonly uid: string;
  readonly node: string | undefined;
  readonly phase: string;
  readonly ready: boolean;
  readonly deletionTimestamp: string | undefined;
  /** When the kubelet accepted the pod; a restart of its containers or of its node does not change it. */
  readonly startTime: string | undefined;
  /** When the youngest of its running containers started. */
  readonly runningSince: string | undefined;
  /** Of all its containers together. */
  readonly restarts: number;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly startTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

const facts = ({ metadata, spec, status }: Pod): PodFacts => {
  const containers = status.containerStatuses ?? [];
  return {
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName,
    phase: status.phase,
    ready: status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
    deletionTimestamp: metadata.deletionTimestamp,
    startTime: status.startTime,
    runningSince: containers
      .flatMap(({ state }) => state.running?.startedAt ?? [])
      .sort()
      .at(-1),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
  };
};

/** All pods that match the label selector, those that are ending included. */
export const pods = async (namespace: string, selector: string): Promise<readonly PodFacts[]> =>
  (await getJson<{ items: Pod[] }>('pods', '-n', namespace, '-l', selector)).items.map(facts);

/** Pods that are ready and not ending: those that a Service sends new connections to. */
export const readyPods = async (namespace: string, selector: string): Promise<readonly PodFacts[]> =>
  (await pods(namespace, selector)).filter(({ ready, deletionTimestamp }) => ready && deletionTimestamp === undefined);
