import { kubectl } from '../../e2e/harness/kubectl.js';
import { WRITER } from '../names.js';
import { nodeClient } from './node-client.js';
import type { Service } from './service.js';

const SET = 'cache';
const IDLE = `. /opt/redis/common.sh
for address in $(all); do
  acts "$address" || echo "the sentinel of $address decides nothing"
  may_be_promoted "$address" || echo "$address may not be promoted yet"
done`;

/**
 * Fails while a sentinel decides nothing, as one does that has just stood still, or a replica that was just started is not
 * to be promoted: a loss meanwhile is a second fault at once.
 */
const expectAllToAct = async (namespace: string): Promise<void> => {
  const idle = await kubectl('exec', '-n', namespace, `${SET}-0`, '-c', 'sentinel', '--', 'sh', '-c', IDLE);
  if (idle.trim() !== '') throw new Error(idle);
};

export const redis: Service = {
  ...nodeClient,
  name: 'redis',
  variants: {
    base: 'failover-redis',
    tuned: 'failover-redis-tuned',
    next: 'failover-redis-next',
    careless: 'failover-redis-careless',
    small: 'failover-redis-small',
    tls: 'failover-redis-tls',
    valkey: 'failover-redis-valkey',
  },
  sets: [SET],
  container: SET,
  // The data and the sentinel of each member.
  certificate: {
    secret: 'cache-tls',
    servers: [6379, 26379].flatMap((port) => [0, 1, 2].map((n) => `cache-${n}:${port}`)),
    seenBy: WRITER,
  },
  process: '(redis|valkey)-server',
  healthy: async (view, namespace) => {
    await nodeClient.healthy(view);
    await expectAllToAct(namespace);
  },
};
