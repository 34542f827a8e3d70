import { WRITER } from '../names.js';
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
    tls: 'failover-postgres',
  },
  sets: ['orders-db'],
  container: 'orders-db',
  certificate: {
    secret: 'orders-db-tls',
    servers: [0, 1, 2].map((n) => `orders-db-${n}.orders-db-peers:5432`),
    protocol: 'postgres',
    seenBy: WRITER,
  },
  // The postmaster: its children call themselves "postgres: …".
  process: 'postgres -D',
};
