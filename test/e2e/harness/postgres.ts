import { kubectl } from './kubectl.js';

/** What the leader of a cluster answers, in its database `orders`, as the superuser. */
export const sqlOf =
  (namespace: string) =>
  async (cluster: string, statement: string): Promise<string> => {
    const primary = `app.kubernetes.io/name=${cluster},role=primary`;
    const leader = (await kubectl('get', 'pods', '-n', namespace, '-l', primary, '-o', 'name')).trim();
    const psql = ['psql', '-h', '/run/postgresql', '-U', 'postgres', '-d', 'orders', '-qAtX', '-c', statement];
    return (await kubectl('exec', '-n', namespace, leader, '-c', cluster, '--', ...psql)).trim();
  };
