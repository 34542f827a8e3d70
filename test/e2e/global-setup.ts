import { prepareCluster } from './harness/cluster.js';
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
  await clear();
  await prepareCluster();
}

export const teardown = clear;
