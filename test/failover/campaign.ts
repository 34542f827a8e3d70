import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeNamespace } from '../e2e/harness/namespaces.js';
import { clients, deploy, environmentOf, health, members, variantOf } from './deployment.js';
import { collect, type Evidence, keepLogs } from './evidence.js';
import type { Scene } from './faults/scene.js';
import { LIMITS } from './limits.js';
import { locked } from './lock.js';
import type { Member } from './members.js';
import { WATCH, WRITER } from './names.js';
import { deck, FAULTS, type FaultName } from './nemesis.js';
import type { Options } from './options.js';
import { seeded } from './random.js';
import type { Service } from './services/service.js';
import { FRESH_SECONDS, View } from './view.js';

/** A fault as it happened; times in milliseconds since 1970. */
export interface Injected {
  readonly fault: FaultName;
  readonly leader: string;
  readonly node: string;
  readonly injected: number;
  readonly healed: number;
  /** When every member followed again. */
  readonly whole: number;
  readonly leaderAfter: string;
  /** Changes of leader that a watching client saw. */
  readonly moves: number;
  /** Writers whose node was hit with the leader's. */
  readonly behind: readonly string[];
  /** What went wrong with the fault itself or with the recovery: such a fault proves nothing, and fails the campaign. */
  readonly problem?: string;
}

export interface Campaign {
  readonly faults: readonly Injected[];
  readonly evidence: Evidence;
  readonly deploySeconds: number;
  readonly from: number;
  readonly to: number;
}

/** What is deployed for each kind of run. */
const FIRST = { campaign: 'base', control: 'careless', 'full-disk': 'small', tls: 'tls', losses: 'base', valkey: 'valkey' } as const;

const say = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** Deploys, writes, breaks one thing after the other, and reads everything back. */
export const runCampaign = async (service: Service, options: Options): Promise<Campaign> => {
  const random = seeded(options.seed);
  const first = FIRST[options.run];
  const { namespace } = environmentOf(service, first);
  await removeNamespace(namespace);
  say(`deploying ${variantOf(service, first)}`);
  const deploySeconds = await deploy(service, first);
  const writers = await clients(namespace, WRITER);
  const watchers = await clients(namespace, WATCH);
  const view = new View(
    namespace,
    writers.map(({ name }) => name),
    watchers.map(({ name }) => name),
  );
  try {
    const leader = await health(service, namespace, view);
    say(`deployed in ${deploySeconds.toFixed(0)} s; ${writers.length} clients write, ${leader} leads`);
    const from = Date.now();
    const faults = await breakThings({ service, namespace, view, random, writers }, options, from + options.minutes * 60_000);
    await sleep(5000);
    const to = Date.now();
    say('reading everything back');
    const evidence = await collect(service, namespace, writers, options.keep);
    await removeNamespace(namespace);
    return { faults, evidence, deploySeconds, from, to };
  } finally {
    view.end();
  }
};

interface Stage extends Pick<Scene, 'service' | 'namespace' | 'view' | 'random'> {
  readonly writers: readonly Member[];
}

async function breakThings(stage: Stage, options: Options, deadline: number): Promise<Injected[]> {
  const faults: Injected[] = [];
  const planned = deck(options.kinds, options.faults, stage.random);
  const roll = roller(stage.service);
  for (const [index, name] of planned.entries()) {
    if (Date.now() > deadline) break;
    await sleep(stage.random.between(3000, 8000));
    const done = await inject(stage, name, roll, options.lock);
    faults.push(done);
    tell(`${index + 1}/${planned.length}`, stage.view, done);
    if (options.keep !== undefined && tookTooLong(stage, done)) {
      const folder = join(options.keep, `${index + 1}-${name}`);
      await keepLogs(folder, stage.namespace, await members(stage.service, stage.namespace), done.injected);
    }
    // What nobody recovers from would make every further fault fail in the same way.
    if (done.leaderAfter === '') break;
  }
  return faults;
}

const tookTooLong = ({ service, view }: Stage, { fault, injected, behind, leaderAfter }: Injected): boolean => {
  const limit = LIMITS[service.name][FAULTS[fault].class] ?? Number.POSITIVE_INFINITY;
  return leaderAfter === '' || view.since(injected, behind).gapMillis > limit * 1000;
};

const roller = (service: Service): Scene['roll'] => {
  let deployed: 'base' | 'tuned' | 'next' = 'base';
  return async (to) => {
    deployed = deployed === to ? 'base' : to;
    await deploy(service, deployed);
  };
};

async function inject(stage: Stage, name: FaultName, roll: Scene['roll'], lock: string | undefined): Promise<Injected> {
  const { service, namespace, view, writers } = stage;
  const fault = FAULTS[name];
  const times = { injected: 0, healed: 0 };
  const mark = (moment: keyof typeof times) => {
    times[moment] = Date.now();
  };
  return locked(lock, async () => {
    const leading = await health(service, namespace, view);
    const present = await members(service, namespace);
    const leader = present.find((member) => member.name === leading);
    if (!leader) throw new Error(`${leading} leads and is none of the members`);
    const said: string[] = [];
    const note = (error: unknown) => void said.push(cause(error));
    await fault.run({ ...stage, leader, members: present, mark, roll }).catch(note);
    // What clients told before the end of the fault is no answer to it.
    await sleep(Math.max(0, times.healed + FRESH_SECONDS * 1000 - Date.now()));
    const leaderAfter = await health(service, namespace, view).catch(note);
    return {
      fault: name,
      leader: leader.name,
      node: leader.node,
      ...times,
      whole: Date.now(),
      leaderAfter: leaderAfter ?? '',
      moves: view.moves(times.injected),
      behind:
        fault.wholeNode && fault.class === 'hard' ? writers.filter(({ node }) => node === leader.node).map((writer) => writer.name) : [],
      ...(said.length > 0 ? { problem: said.join('; ') } : {}),
    };
  });
}

/** Of the pages that a failed program prints, the line that says why. */
const cause = (error: unknown): string => {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return (lines.find((line) => line.includes('error: ')) ?? lines[0] ?? '').trim().slice(0, 300);
};

function tell(number: string, view: View, { fault, leader, node, injected, whole, leaderAfter, behind, problem }: Injected): void {
  const { acknowledged, gapMillis } = view.since(injected, behind);
  say(
    `${number.padEnd(6)} ${fault.padEnd(17)} ${leader} on ${node} → ${leaderAfter || 'nobody'}: ` +
      `longest gap ${(gapMillis / 1000).toFixed(1)} s, whole after ${((whole - injected) / 1000).toFixed(0)} s, ` +
      `${acknowledged} writes acknowledged meanwhile${problem ? `; FAILED: ${problem}` : ''}`,
  );
}
