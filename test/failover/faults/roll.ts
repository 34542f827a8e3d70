import { untilReplaced } from './pod.js';
import type { Fault } from './scene.js';

const roll = (kind: string, to: 'tuned' | 'next'): Fault => ({
  kind,
  class: 'planned',
  wholeNode: false,
  run: async (scene) => {
    scene.mark('injected');
    await scene.roll(to);
    scene.mark('healed');
    const set = `${scene.service.sets[0]}-`;
    await untilReplaced(
      scene,
      scene.members.map(({ name }) => name).filter((name) => name.startsWith(set)),
    );
  },
});

export const rollConfig = roll('roll all members by a changed setting', 'tuned');
export const rollImage = roll('roll all members to another image', 'next');
