import { lookup } from 'node:dns/promises';

/** As long as CoreDNS lets an answer be kept. */
const FRESH_MILLIS = 30_000;

interface Known {
  readonly address: string;
  readonly at: number;
}

const known = new Map<string, Known>();
const asking = new Map<string, Promise<Known>>();

const ask = async (host: string): Promise<Known> => {
  try {
    const { address } = await lookup(host);
    const found = { address, at: Date.now() };
    known.set(host, found);
    return found;
  } finally {
    asking.delete(host);
  }
};

/**
 * The address of a name; an old one while it is asked for anew. Half of all questions wait for five seconds after a node of
 * the cluster's DNS has lost its power: that would be measured instead of the service.
 */
export const addressOf = async (host: string): Promise<string> => {
  const before = known.get(host);
  if (before && Date.now() - before.at < FRESH_MILLIS) return before.address;
  const question = asking.get(host) ?? ask(host);
  asking.set(host, question);
  if (!before) return (await question).address;
  question.catch(() => undefined);
  return before.address;
};
