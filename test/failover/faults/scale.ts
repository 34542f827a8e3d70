import { kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import { membersOf } from '../members.js';
import { untilReplaced } from './pod.js';
import type { Fault, Scene } from './scene.js';

const scale = async ({ namespace }: Scene, set: string, replicas: number): Promise<void> =>
  void (await kubectl('scale', 'statefulset', set, '-n', namespace, `--replicas=${replicas}`));

/** A StatefulSet gives up its highest number, whoever leads; its volume stays. */
export const scaleDownAndUp: Fault = {
  kind: 'scale the set down by one member and up again',
  class: 'planned',
  wholeNode: false,
  run: async (scene) => {
    const { service, namespace } = scene;
    const [set = ''] = service.sets;
    const before = await membersOf(namespace, set);
    const last = `${set}-${before.length - 1}`;
    scene.mark('injected');
    await scale(scene, set, before.length - 1);
    try {
      await waitFor(`${last} to be gone`, 150, async () => (await membersOf(namespace, set)).every(({ name }) => name !== last));
    } finally {
      scene.mark('healed');
      await scale(scene, set, before.length);
    }
    await untilReplaced(scene, [last]);
  },
};
