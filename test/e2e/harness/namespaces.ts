import { kubectl } from './kubectl.js';

/**
 * Deletes a namespace with all it holds. Without the grace of its pods: brokers whose controllers go with them use up theirs,
 * and nobody needs what they would still write.
 */
export async function removeNamespace(name: string): Promise<void> {
  if ((await kubectl('get', 'namespace', name, '--ignore-not-found', '-o', 'name')).trim() === '') return;
  await kubectl('delete', 'namespace', name, '--wait=false');
  await kubectl('delete', 'pods', '--all', '-n', name, '--force', '--grace-period=0');
  // Not before every API of the cluster answers, were it that of a pod on a node that has just come back.
  await kubectl('wait', '--for=delete', `namespace/${name}`, '--timeout=300s');
}
