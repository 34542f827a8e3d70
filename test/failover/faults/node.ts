import { setTimeout as sleep } from 'node:timers/promises';
import { cordon, drain, uncordon, waitForNode } from '../../e2e/harness/faults.js';
import { waitFor } from '../../e2e/harness/kubectl.js';
import { membersOf } from '../members.js';
import { numberOf, testbed } from '../node.js';
import { type Fault, type Scene, untilLeaderMoved } from './scene.js';

const onNode = (verb: string, { leader }: Scene) => testbed('node', verb, String(numberOf(leader.node)));

/** Two of the test cluster's verbs: the fault, and its end. */
const whileLeaderIs = (kind: string, begin: string, end: string): Fault => ({
  kind,
  class: 'hard',
  wholeNode: true,
  run: async (scene) => {
    scene.mark('injected');
    await onNode(begin, scene);
    try {
      await untilLeaderMoved(scene);
    } finally {
      scene.mark('healed');
      await onNode(end, scene);
    }
    await waitForNode(scene.leader.node, 'True', 120);
  },
});

export const freezeNode = whileLeaderIs("freeze the leader's node", 'freeze', 'thaw');
/** Clients on that node stay on the leader's side. */
export const partitionNode = whileLeaderIs("cut the leader's node off the network", 'partition', 'heal');

const off = whileLeaderIs("power off the leader's node", 'kill', 'start');
export const powerOffNode: Fault = {
  ...off,
  run: async (scene) => {
    const { namespace, leader, service } = scene;
    await off.run(scene);
    const before = leader.containers[service.container]?.startedAt ?? '';
    // The API shows what ran before the power-off until the kubelet has looked.
    await waitFor(`${leader.name} to have been started again`, 180, async () => {
      const now = (await membersOf(namespace, service.sets[0] ?? '')).find(({ name }) => name === leader.name);
      return (now?.containers[service.container]?.startedAt ?? '') > before;
    });
  },
};

/** What the library made: other pods of a shared cluster may have nobody who would make them again. */
const OURS = 'app.kubernetes.io/managed-by=evenkeel';

export const drainNode: Fault = {
  kind: "drain the leader's node",
  class: 'planned',
  wholeNode: true,
  run: async (scene) => {
    const { leader, namespace } = scene;
    scene.mark('injected');
    try {
      await cordon(leader.node);
      const evicted = await drain(leader.node, { only: OURS });
      if (!evicted.includes(`${namespace}/${leader.name}`)) throw new Error(`the drain of ${leader.node} did not evict ${leader.name}`);
      await sleep(2000);
    } finally {
      scene.mark('healed');
      await uncordon(leader.node);
    }
  },
};
