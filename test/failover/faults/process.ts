import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import { type Member, membersOf } from '../members.js';
import { type Processes, signal } from '../node.js';
import type { Service } from '../services/service.js';
import { untilReplaced } from './pod.js';
import { type Fault, type Scene, untilAnotherLeads, untilLeaderMoved } from './scene.js';

/** The main container's processes. */
const processes = ({ service }: Scene, { node, uid, containers }: Member): Processes => ({
  node,
  podUid: uid,
  containerId: containers[service.container]?.id,
});

/** The process that leads or, of another container, the one that has the same command line. */
export const killMain = (service: Service, { node, uid, containers }: Member, container = service.container) =>
  signal({ node, podUid: uid, containerId: containers[container]?.id, matching: service.process }, 'KILL');

export const killProcess: Fault = {
  kind: "kill the leader's process",
  class: 'process',
  wholeNode: false,
  run: async (scene) => {
    scene.mark('injected');
    await killMain(scene.service, scene.leader);
    scene.mark('healed');
  },
};

/** The former leader comes back while its successor, promoted a moment ago, is asked to go. */
export const killThenDelete: Fault = {
  kind: "kill the leader's process, then delete its successor's pod",
  class: 'twice',
  wholeNode: false,
  run: async (scene) => {
    scene.mark('injected');
    await killMain(scene.service, scene.leader);
    const successor = await untilAnotherLeads(scene);
    await sleep(scene.random.between(0, 8000));
    await kubectl('delete', 'pod', successor, '-n', scene.namespace, '--wait=false');
    scene.mark('healed');
    await untilReplaced(scene, [successor]);
  },
};

/** It has asked a certain member to lead, which may not have what is acknowledged meanwhile, and never ends in good order. */
export const deleteThenKill: Fault = {
  kind: "delete the leader's pod, then kill it while it hands over",
  class: 'twice',
  wholeNode: false,
  run: async (scene) => {
    const { leader, namespace } = scene;
    scene.mark('injected');
    await kubectl('delete', 'pod', leader.name, '-n', namespace, '--wait=false');
    await sleep(scene.random.between(0, 2000));
    await signal({ node: leader.node, podUid: leader.uid }, 'KILL');
    scene.mark('healed');
    await untilReplaced(scene, [leader.name]);
  },
};

/** The kubelet may restart what does not answer; then there is nothing left to wake. */
const freezing = (kind: string, matching: (scene: Scene) => string | undefined): Fault => ({
  kind,
  class: 'hard',
  wholeNode: false,
  run: async (scene) => {
    const frozen = { ...processes(scene, scene.leader), matching: matching(scene) };
    scene.mark('injected');
    await signal(frozen, 'STOP');
    try {
      await untilLeaderMoved(scene);
    } finally {
      scene.mark('healed');
      await signal(frozen, 'CONT').catch(() => undefined);
    }
  },
});

export const freezeProcess = freezing("freeze the leader's processes", () => undefined);
/** The database itself goes on, and would acknowledge writes beside its successor. */
export const freezePatroni = freezing("freeze the leader's Patroni", () => 'bin/patroni ');

export const killAll: Fault = {
  kind: 'kill all members at once',
  class: 'all',
  wholeNode: false,
  run: async (scene) => {
    const { members, namespace } = scene;
    scene.mark('injected');
    await Promise.all(members.map(({ node, uid }) => signal({ node, podUid: uid }, 'KILL')));
    scene.mark('healed');
    await waitFor('every member to have been started again', 120, async () => {
      const sets = await Promise.all(scene.service.sets.map((set) => membersOf(namespace, set)));
      return members.every((before) => startedAgain(before, sets.flat()));
    });
    await sleep(1000);
  },
};

const startedAgain = (before: Member, now: readonly Member[]): boolean => {
  const after = now.find(({ name }) => name === before.name);
  return Object.entries(before.containers).every(([container, { id }]) => {
    const found = after?.containers[container];
    return found !== undefined && found.id !== '' && found.id !== id;
  });
};
