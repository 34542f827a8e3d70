import { kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import { membersOf } from '../members.js';
import { testbed } from '../node.js';
import { type Fault, type Scene, untilLeaderMoved } from './scene.js';

export const cutPod: Fault = {
  kind: "cut the leader's pod off the network",
  class: 'hard',
  wholeNode: false,
  run: async (scene) => {
    const { namespace, leader } = scene;
    scene.mark('injected');
    await testbed('pod', 'cut', namespace, leader.name);
    try {
      await untilLeaderMoved(scene);
    } finally {
      scene.mark('healed');
      await testbed('pod', 'join', namespace, leader.name);
    }
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
