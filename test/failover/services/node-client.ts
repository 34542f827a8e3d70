import { parseSightings, parseWrites } from '../journal.js';
import { PROGRAM } from '../names.js';
import type { Present } from '../verdict.js';
import type { View } from '../view.js';
import type { Service } from './service.js';

export const CLIENT_FILE = 'client.mjs';
export const CLIENT = ['node', `${PROGRAM}/${CLIENT_FILE}`] as const;

/** What services have in common whose clients are those of test/failover/clients. */
export const nodeClient = {
  commands: { stop: [...CLIENT, 'stop'], journal: [...CLIENT, 'journal'], read: [...CLIENT, 'read'] },
  leader: async (view: View) => {
    const leader = view.leader();
    if (!leader) throw new Error(`the clients do not agree who leads: ${JSON.stringify(view.errors())}`);
    return leader;
  },
  healthy: async (view: View) => {
    const stalled = view.stalled();
    if (stalled.length > 0) throw new Error(`${stalled.join(', ')} gets nothing acknowledged: ${JSON.stringify(view.errors())}`);
    const silent = view.silent();
    if (silent.length > 0) throw new Error(`no answer from ${silent.join(', ')}`);
  },
  parse: (lane: string, text: string) => ({ writes: parseWrites(lane, text), sightings: parseSightings(lane, text), open: false }),
  parsePresent: (text: string): readonly Present[] =>
    text.split('\n').flatMap((line) => {
      const [lane = '', seq] = line.split(' ');
      return lane === '' || lane === '#' ? [] : { lane, seq: Number(seq) };
    }),
} satisfies Partial<Service>;
