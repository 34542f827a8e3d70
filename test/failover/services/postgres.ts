import { kubectl } from '../../e2e/harness/kubectl.js';
import { membersOf } from '../members.js';
import { WRITER } from '../names.js';
import { nodeClient } from './node-client.js';
import type { Service } from './service.js';

const SET = 'orders-db';

/**
 * Fails while Patroni has not written down who may lead next. For a moment after a promotion that is nobody else, and a leader that
 * is lost then, with its volume, is a second fault at once.
 */
const expectSuccessors = async (namespace: string): Promise<void> => {
  const record = await kubectl('get', 'configmap', `${SET}-sync`, '-n', namespace, '-o', 'json', '--ignore-not-found');
  // Without a record, or a leader in it, nothing is synchronous: the control.
  if (record === '') return;
  const { metadata } = JSON.parse(record) as { metadata: { annotations?: Readonly<Record<string, string>> } };
  const { leader, sync_standby: standbys = '' } = metadata.annotations ?? {};
  if (!leader) return;
  const known = standbys.split(',').filter(Boolean).length;
  const others = (await membersOf(namespace, SET)).length - 1;
  if (known < others) throw new Error(`${known} of ${others} replicas may lead next`);
};

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
  sets: [SET],
  container: SET,
  certificate: {
    secret: 'orders-db-tls',
    servers: [0, 1, 2].map((n) => `orders-db-${n}.orders-db-peers:5432`),
    protocol: 'postgres',
    seenBy: WRITER,
  },
  // The postmaster: its children call themselves "postgres: …".
  process: 'postgres -D',
  healthy: async (view, namespace) => {
    await nodeClient.healthy(view);
    await expectSuccessors(namespace);
  },
};
