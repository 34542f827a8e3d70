import { kubectl } from './harness/kubectl.js';

const NAMESPACES = [
  ...['acme-dev', 'acme-staging', 'acme-prod', 'acme-trial', 'acme-routes', 'acme-scaling', 'acme-accepting', 'acme-layouts'],
  ...['acme-postgres', 'acme-postgres-backup', 'acme-redis', 'acme-kafka'],
  ...['guestbook', 'monitoring'],
];
const PRIORITIES = ['evenkeel-data', 'evenkeel-service', 'evenkeel-batch'];

/** Begins without what an interrupted run left behind, and ends without what this one did. */
async function clear(): Promise<void> {
  await kubectl('delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--wait');
  await kubectl('delete', 'priorityclass', ...PRIORITIES, '--ignore-not-found');
}

export async function setup(): Promise<void> {
  process.env.E2E_API_SERVER ??= (
    await kubectl(
      'get',
      'endpointslices',
      '-n',
      'default',
      '-l',
      'kubernetes.io/service-name=kubernetes',
      '-o',
      'jsonpath={.items[0].endpoints[0].addresses[0]}:{.items[0].ports[0].port}',
    )
  ).trim();
  await clear();
  // Its variants read the address of the API server when they are loaded.
  const { up } = await import('./harness/pulumi.js');
  await up('cluster', 'shop');
}

export const teardown = clear;
