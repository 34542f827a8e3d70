import { WRITER } from '../names.js';
import { nodeClient } from './node-client.js';
import type { Service } from './service.js';

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
  sets: ['cache'],
  container: 'cache',
  // The data and the sentinel of each member.
  certificate: {
    secret: 'cache-tls',
    servers: [6379, 26379].flatMap((port) => [0, 1, 2].map((n) => `cache-${n}:${port}`)),
    seenBy: WRITER,
  },
  process: '(redis|valkey)-server',
};
