import { METRIC } from '../../../lib/messaging/kafka/scripts/metric.js';
import { inContainer } from '../commands.js';
import type { Member } from '../members.js';
import { killMain } from './process.js';
import type { Fault, Scene } from './scene.js';

const CONTROLLER = 'events-controller';
const ASK = `${METRIC}\nmetric 127.0.0.1 kafka_controller_activecontrollercount`;

/** The controller that says of itself that it is the active one. */
const activeController = async ({ namespace, members }: Scene): Promise<Member> => {
  const controllers = members.filter(({ name }) => name.startsWith(CONTROLLER));
  const answers = await Promise.all(controllers.map(({ name }) => inContainer(namespace, name, CONTROLLER, ['bash', '-c', ASK])));
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
