import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../e2e/harness/kubectl.js';
import { onVolume } from '../node.js';
import type { Fault } from './scene.js';

/** What was set aside beforehand is used up first. */
const NOTICED_SECONDS = 120;
/** Long enough for a service to give up leadership, if it does. */
const FULL_MILLIS = 20_000;

/** Only where the volume is small, and the member's own: see small-volumes.ts. */
export const fillDisk: Fault = {
  kind: "fill the leader's volume",
  class: 'disk',
  wholeNode: false,
  run: async (scene) => {
    const { service, view } = scene;
    const { name, node, uid } = scene.leader;
    scene.mark('injected');
    try {
      // From outside the container, whose memory limit would end it before the volume is full.
      await onVolume(node, uid, `dd if=/dev/zero of="$volume/filler" bs=64k 2>&1 | grep -q 'No space left'`);
      await waitFor(
        'writers to wait, or another leader, now that the volume is full',
        NOTICED_SECONDS,
        async () => view.stalled().length > 0 || (await service.leader(view)) !== name,
      );
      await sleep(FULL_MILLIS);
    } finally {
      scene.mark('healed');
      // Whether the container runs or waits to be started again.
      await onVolume(node, uid, 'rm -f "$volume/filler"');
    }
  },
};
