import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from '../members.js';
import { inProcess } from '../node.js';
import type { Fault, Scene } from './scene.js';

/** Long enough for a service to notice and to give up leadership, if it does. */
const FULL_MILLIS = 20_000;

const container = ({ service }: Scene, { node, uid, containers }: Member) => ({
  node,
  podUid: uid,
  containerId: containers[service.container]?.id,
});

/** Only where the volume is small, and the member's own: see small-volumes.ts. */
export const fillDisk: Fault = {
  kind: "fill the leader's volume",
  class: 'disk',
  wholeNode: false,
  run: async (scene) => {
    const filler = `${scene.service.dataFolder}/filler`;
    const leader = container(scene, scene.leader);
    scene.mark('injected');
    try {
      // Written from outside the container, whose memory limit would end it before the volume is full.
      await inProcess(leader, `dd if=/dev/zero of="$root${filler}" bs=64k 2>&1 | grep -q 'No space left'`);
      await sleep(FULL_MILLIS);
    } finally {
      scene.mark('healed');
      await inProcess(leader, `rm -f "$root${filler}"`).catch(() => undefined);
    }
  },
};
