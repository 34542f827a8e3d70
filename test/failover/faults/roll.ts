import { waitFor } from '../../e2e/harness/kubectl.js';
import { isWhole } from '../members.js';
import { untilReplaced } from './pod.js';
import type { Fault } from './scene.js';

/** A member that is still to be replaced takes longer. */
const SOON_SECONDS = 8;

const roll = (kind: string, to: 'tuned' | 'next'): Fault => ({
  kind,
  class: 'planned',
  wholeNode: false,
  run: async (scene) => {
    scene.mark('injected');
    await scene.roll(to);
    scene.mark('healed');
    for (const set of scene.service.sets) {
      await waitFor(`${set} to be rolled, now that the deployment has returned`, SOON_SECONDS, async () => {
        await isWhole(scene.namespace, set);
        return true;
      });
    }
    const set = `${scene.service.sets[0]}-`;
    await untilReplaced(
      scene,
      scene.members.map(({ name }) => name).filter((name) => name.startsWith(set)),
    );
  },
});

export const rollConfig = roll('roll all members by a changed setting', 'tuned');
export const rollImage = roll('roll all members to another image', 'next');
