import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../e2e/harness/kubectl.js';
import type { Member } from '../members.js';
import type { Random } from '../random.js';
import type { Service } from '../services/service.js';
import type { View } from '../view.js';

/** What a fault finds: who leads, and how to say what it did. */
export interface Scene {
  readonly service: Service;
  readonly namespace: string;
  readonly leader: Member;
  readonly members: readonly Member[];
  readonly view: View;
  readonly random: Random;
  /** Call each just before the deed. */
  readonly mark: (moment: 'injected' | 'healed') => void;
  /** Deploys the variant with Pulumi, or, where that is what runs, goes back to the first one. */
  readonly roll: (to: 'tuned' | 'next') => Promise<void>;
}

export interface Fault {
  readonly kind: string;
  /** What the figures are stated for. */
  readonly class: 'process' | 'hard' | 'planned' | 'all' | 'twice' | 'control-plane' | 'disk' | 'volume' | 'majority';
  /** Hits whatever else runs on the node, and makes clients there part of the fault. */
  readonly wholeNode: boolean;
  /** Injects, holds and heals; fails where it did not happen. */
  readonly run: (scene: Scene) => Promise<void>;
}

/** A failover that takes longer than this is none. */
const LONGEST_FAILOVER_SECONDS = 60;

/** Who leads instead of the one that was hit; fails where nobody does. */
export const untilAnotherLeads = async ({ service, leader, view }: Scene): Promise<string> => {
  let now = '';
  await waitFor(`another member than ${leader.name} to lead`, LONGEST_FAILOVER_SECONDS, async () => {
    now = await service.leader(view);
    return now !== leader.name;
  });
  return now;
};

/** Holds a fault until another member leads, and a little longer; fails where none does. */
export const untilLeaderMoved = async (scene: Scene): Promise<void> => {
  await untilAnotherLeads(scene);
  await sleep(scene.random.between(2000, 6000));
};
