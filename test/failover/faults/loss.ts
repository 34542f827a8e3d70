import { setTimeout as sleep } from 'node:timers/promises';
import { getJson, kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import type { Member } from '../members.js';
import { untilReplaced, whileCutOff } from './pod.js';
import type { Fault, Scene } from './scene.js';

interface Claim {
  readonly metadata: { readonly name: string; readonly uid: string };
}

const claimsOf = async (namespace: string, { name }: Member): Promise<readonly Claim[]> => {
  const { items } = await getJson<{ items: Claim[] }>('persistentvolumeclaims', '-n', namespace);
  return items.filter(({ metadata }) => metadata.name.endsWith(`-${name}`));
};

/** As where a node's disk has died: the pod comes back at once, under its name, with nothing. */
export const loseVolumeOf = async (scene: Scene, member: Member): Promise<void> => {
  const { namespace } = scene;
  const lost = await claimsOf(namespace, member);
  if (lost.length === 0) throw new Error(`${member.name} has no volume of its own`);
  scene.mark('injected');
  await kubectl('delete', 'persistentvolumeclaim', ...lost.map(({ metadata }) => metadata.name), '-n', namespace, '--wait=false');
  await kubectl('delete', 'pod', member.name, '-n', namespace, '--wait=false', '--grace-period=0', '--force');
  scene.mark('healed');
  await untilReplaced(scene, [member.name]);
  const found = await claimsOf(namespace, member);
  const kept = found.filter(({ metadata }) => lost.some((claim) => claim.metadata.uid === metadata.uid));
  if (kept.length > 0 || found.length < lost.length) throw new Error(`the volume of ${member.name} is still the old one`);
};

export const loseVolume: Fault = {
  kind: "lose the leader's volume",
  class: 'volume',
  wholeNode: false,
  run: (scene) => loseVolumeOf(scene, scene.leader),
};

/** What was on its way is answered, or given up. */
const STOPPED_SECONDS = 60;
/** For as long as that a majority is kept away. */
export const HELD_MILLIS = 15_000;

/** The leader and one more are cut off: nothing may be acknowledged until they are back. */
export const loseMajority: Fault = {
  kind: 'cut the leader and one more member off the network',
  class: 'majority',
  wholeNode: false,
  run: async (scene) => {
    const { leader, members, service, view } = scene;
    const set = `${service.sets[0]}-`;
    const others = members.filter(({ name }) => name !== leader.name && name.startsWith(set));
    const cut = [leader, ...scene.random.shuffled(others).slice(0, 1)];
    await whileCutOff(scene, cut, async () => {
      await waitFor('every writer to wait', STOPPED_SECONDS, async () => view.acknowledging().length === 0);
      const held = Date.now();
      await sleep(HELD_MILLIS);
      const { acknowledged } = view.since(held, []);
      if (acknowledged > 0) throw new Error(`${acknowledged} writes were acknowledged without a majority`);
    });
  },
};
