import { cutApiServer } from './faults/api-server.js';
import { killController, loseController, loseQuorum } from './faults/controller.js';
import { fillDisk } from './faults/disk.js';
import { loseMajority, loseVolume } from './faults/loss.js';
import { drainNode, freezeNode, partitionNode, powerOffNode } from './faults/node.js';
import { cutPod, deletePod, forceDeletePod } from './faults/pod.js';
import { deleteThenKill, freezePatroni, freezeProcess, killAll, killProcess, killThenDelete } from './faults/process.js';
import { renewCertificate } from './faults/renew.js';
import { rollConfig, rollImage } from './faults/roll.js';
import { scaleDownAndUp } from './faults/scale.js';
import type { Fault } from './faults/scene.js';
import type { Random } from './random.js';
import type { ServiceName } from './services/service.js';

/** By the word that `--kinds` takes. */
export const FAULTS = {
  kill: killProcess,
  'kill-delete': killThenDelete,
  freeze: freezeProcess,
  'cut-pod': cutPod,
  'delete-pod': deletePod,
  'force-delete-pod': forceDeletePod,
  'power-off': powerOffNode,
  'freeze-node': freezeNode,
  partition: partitionNode,
  drain: drainNode,
  'roll-config': rollConfig,
  'roll-image': rollImage,
  scale: scaleDownAndUp,
  'kill-all': killAll,
  'kill-controller': killController,
  'freeze-patroni': freezePatroni,
  'delete-kill': deleteThenKill,
  'cut-api': cutApiServer,
  'full-disk': fillDisk,
  renew: renewCertificate,
  'lose-volume': loseVolume,
  'lose-majority': loseMajority,
  'lose-controller': loseController,
  'lose-quorum': loseQuorum,
} satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** Those of runs of their own: they need other volumes, need certificates, or are no failover. */
const APART: readonly string[] = ['full-disk', 'renew', 'lose-volume', 'lose-majority', 'lose-controller', 'lose-quorum'];
/** What only one service has. */
const OWN: Readonly<Record<ServiceName, readonly string[]>> = {
  postgres: ['freeze-patroni', 'delete-kill', 'cut-api'],
  redis: [],
  kafka: ['kill-controller', 'lose-controller', 'lose-quorum'],
};

/** Whether a service can have it. */
export const has = (service: ServiceName, name: FaultName): boolean =>
  OWN[service].includes(name) || !Object.values(OWN).flat().includes(name);

/** Those of a service's campaign. */
export const faultNames = (service: ServiceName): readonly FaultName[] =>
  Object.keys(FAULTS)
    .filter((name): name is FaultName => !APART.includes(name))
    .filter((name) => has(service, name));

/** As many faults as asked, every kind as often as every other or once more, in an order that the seed determines. */
export const deck = (kinds: readonly FaultName[], count: number, random: Random): readonly FaultName[] => {
  const rounds = Array.from({ length: Math.ceil(count / kinds.length) }, () => random.shuffled(kinds));
  return rounds.flat().slice(0, count);
};
