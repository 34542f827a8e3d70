import { nodeClient } from './node-client.js';
import type { Service } from './service.js';

export const postgres: Service = {
  ...nodeClient,
  name: 'postgres',
  variants: {
    base: 'failover-postgres',
    tuned: 'failover-postgres-tuned',
    next: 'failover-postgres-next',
    careless: 'failover-postgres-careless',
    small: 'failover-postgres-small',
  },
  sets: ['orders-db'],
  dataFolder: '/data',
  container: 'orders-db',
  // The postmaster: its children call themselves "postgres: …".
  process: 'postgres -D',
};
