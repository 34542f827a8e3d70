import { setTimeout as sleep } from 'node:timers/promises';
import { METRIC } from '../../../lib/messaging/kafka/scripts/metric.js';
import { waitFor } from '../../e2e/harness/kubectl.js';
import { inContainer } from '../commands.js';
import type { Member } from '../members.js';
import { HELD_MILLIS, loseVolumeOf } from './loss.js';
import { whileCutOff } from './pod.js';
import { killMain } from './process.js';
import type { Fault, Scene } from './scene.js';

const CONTROLLER = 'events-controller';

/** What a controller says of itself. */
const metricOf = async (namespace: string, { name }: Member, metric: string): Promise<string> =>
  inContainer(namespace, name, CONTROLLER, ['bash', '-c', `${METRIC}\nmetric 127.0.0.1 ${metric}`]);

const controllersOf = ({ members }: Scene) => members.filter(({ name }) => name.startsWith(CONTROLLER));

/** The controller that says of itself that it is the active one. */
const activeController = async (scene: Scene): Promise<Member> => {
  const controllers = controllersOf(scene);
  const answers = await Promise.all(
    controllers.map((member) => metricOf(scene.namespace, member, 'kafka_controller_activecontrollercount')),
  );
  const active = controllers.filter((_, index) => Number(answers[index]) === 1);
  const [only] = active;
  if (!only || active.length > 1) throw new Error(`${active.length} controllers say that they are active: ${answers.join(', ')}`);
  return only;
};

/** Who would choose the next leader has to be replaced first. */
export const killController: Fault = {
  kind: "kill the leader's and the active controller's process",
  class: 'process',
  wholeNode: false,
  run: async (scene) => {
    const { leader, service } = scene;
    const controller = await activeController(scene);
    scene.mark('injected');
    await Promise.all([killMain(service, leader), killMain(service, controller, CONTROLLER)]);
    scene.mark('healed');
  },
};

/** It comes back empty: the others must have another leader, whose log it copies, before it takes part. */
export const loseController: Fault = {
  kind: "lose the active controller's volume",
  class: 'volume',
  wholeNode: false,
  run: async (scene) => loseVolumeOf(scene, await activeController(scene)),
};

const QUORUM_LOST_SECONDS = 60;
/** With a quorum something is written every half second (`metadata.max.idle.interval.ms`). */
const IDLE_MILLIS = 3000;

/** Nobody can choose leaders; those that there are go on. */
export const loseQuorum: Fault = {
  kind: 'cut the active and one more controller off the network',
  class: 'majority',
  wholeNode: false,
  run: async (scene) => {
    const { namespace, random } = scene;
    const active = await activeController(scene);
    const [next, left] = random.shuffled(controllersOf(scene).filter(({ name }) => name !== active.name));
    if (!next || !left) throw new Error('there are not three controllers');
    // Not whom it names as leader: that stays the one it lost.
    const written = () => metricOf(namespace, left, 'kafka_raft_high_watermark');
    const standsStillFor = async (millis: number): Promise<boolean> => {
      const before = await written();
      await sleep(millis);
      return before !== '' && before === (await written());
    };
    await whileCutOff(scene, [active, next], async () => {
      await waitFor('nothing to be written to the metadata', QUORUM_LOST_SECONDS, () => standsStillFor(IDLE_MILLIS));
      if (!(await standsStillFor(HELD_MILLIS))) throw new Error(`${left.name} has seen metadata written without a majority`);
    });
  },
};
