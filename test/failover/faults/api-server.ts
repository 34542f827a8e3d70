import { setTimeout as sleep } from 'node:timers/promises';
import { getJson } from '../../e2e/harness/kubectl.js';
import type { Member } from '../members.js';
import { numberOf, testbed } from '../node.js';
import type { Fault } from './scene.js';

const PORT = 6443;
/** Three leases of Patroni, and as long as replicas took to forget whom to follow (patroni#3717). */
const AWAY_MILLIS = 60_000;

const addressOf = async (namespace: string, { name }: Member): Promise<string> =>
  (await getJson<{ status: { podIP: string } }>('pod', name, '-n', namespace)).status.podIP;

/** Both ways, so that open watches are silent too. */
const rules = (address: string, verb: '-I' | '-D') =>
  [`-s ${address} -p tcp --dport ${PORT}`, `-d ${address} -p tcp --sport ${PORT}`]
    .map((match) => `iptables ${verb} FORWARD ${match} -j DROP`)
    .join(' && ');

/** Everybody goes on without it, whoever led leads. */
export const cutApiServer: Fault = {
  kind: 'cut all members off the API server',
  class: 'control-plane',
  wholeNode: false,
  run: async ({ namespace, members, leader, service, view, mark }) => {
    const cuts = await Promise.all(members.map(async (member) => ({ member, address: await addressOf(namespace, member) })));
    const change = (verb: '-I' | '-D') =>
      Promise.all(
        cuts.map(({ member, address }) => testbed('node', 'shell', String(numberOf(member.node)), 'sh', '-c', rules(address, verb))),
      );
    mark('injected');
    await change('-I');
    try {
      await sleep(AWAY_MILLIS);
      const leads = await service.leader(view);
      if (leads !== leader.name) throw new Error(`${leads} leads instead of ${leader.name}`);
    } finally {
      mark('healed');
      await change('-D');
    }
  },
};
