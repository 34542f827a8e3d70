import { kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import { type Member, membersOf } from '../members.js';
import { testbed } from '../node.js';
import { type Fault, type Scene, untilLeaderMoved } from './scene.js';

/** Cuts these off the network until the promise is kept, and joins them again whatever comes of it. */
export const whileCutOff = async (scene: Scene, pods: readonly Member[], held: () => Promise<void>): Promise<void> => {
  scene.mark('injected');
  try {
    for (const { name } of pods) await testbed('pod', 'cut', scene.namespace, name);
    await held();
  } finally {
    scene.mark('healed');
    for (const { name } of pods) await testbed('pod', 'join', scene.namespace, name);
  }
};

export const cutPod: Fault = {
  kind: "cut the leader's pod off the network",
  class: 'hard',
  wholeNode: false,
  run: async (scene) => {
    await whileCutOff(scene, [scene.leader], () => untilLeaderMoved(scene));
  },
};

const deletion = (kind: string, faultClass: Fault['class'], ...flags: readonly string[]): Fault => ({
  kind,
  class: faultClass,
  wholeNode: false,
  run: async (scene) => {
    scene.mark('injected');
    await kubectl('delete', 'pod', scene.leader.name, '-n', scene.namespace, '--wait=false', ...flags);
    scene.mark('healed');
    await untilReplaced(scene, [scene.leader.name]);
  },
});

export const deletePod = deletion("delete the leader's pod", 'planned');
export const forceDeletePod = deletion("delete the leader's pod without grace", 'hard', '--grace-period=0', '--force');

/** Waits for pods of the same names that are others. */
export const untilReplaced = async ({ members, namespace, service }: Scene, names: readonly string[]): Promise<void> => {
  await waitFor(`${names.join(', ')} to be replaced`, 400, async () => {
    const now = (await Promise.all(service.sets.map((set) => membersOf(namespace, set)))).flat();
    return names.every((name) => now.some((pod) => pod.name === name && members.every(({ uid }) => uid !== pod.uid)));
  });
};
