import { getJson } from '../e2e/harness/kubectl.js';

/** A pod that holds data, or writes. */
export interface Member {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly ready: boolean;
  /** By container: its id, and when it started. */
  readonly containers: Readonly<Record<string, { readonly id: string; readonly startedAt: string }>>;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly containerID?: string;
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

const member = ({ metadata, spec, status }: Pod): Member => ({
  name: metadata.name,
  uid: metadata.uid,
  node: spec.nodeName ?? '',
  ready:
    metadata.deletionTimestamp === undefined &&
    status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
  containers: Object.fromEntries(
    (status.containerStatuses ?? []).map(({ name, containerID = '', state }) => [
      name,
      { id: containerID.replace(/^.*:\/\//, ''), startedAt: state.running?.startedAt ?? '' },
    ]),
  ),
});

/** The pods of a workload, by its name. */
export const membersOf = async (namespace: string, workload: string): Promise<readonly Member[]> =>
  (await getJson<{ items: Pod[] }>('pods', '-n', namespace, '-l', `app.kubernetes.io/instance=${workload}`)).items.map(member);

interface StatefulSet {
  readonly spec: { readonly replicas: number };
  readonly metadata: { readonly generation: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
}

/** Fails with the reason while a set is not whole: every member ready, and of the newest revision. */
export const isWhole = async (namespace: string, name: string): Promise<void> => {
  const { metadata, spec, status } = await getJson<StatefulSet>('statefulset', name, '-n', namespace);
  if (status.observedGeneration !== metadata.generation) throw new Error(`${name} is not observed`);
  if (status.updateRevision !== status.currentRevision) throw new Error(`${name} is being rolled`);
  if (status.readyReplicas !== spec.replicas) throw new Error(`${name} has ${status.readyReplicas ?? 0} of ${spec.replicas} members ready`);
  const unready = (await membersOf(namespace, name)).filter(({ ready }) => !ready);
  if (unready.length > 0) throw new Error(`${unready.map((one) => one.name).join(', ')} not ready`);
};
