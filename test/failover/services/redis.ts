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
  },
  sets: ['cache'],
  dataFolder: '/data',
  container: 'cache',
  process: '(redis|valkey)-server',
};
