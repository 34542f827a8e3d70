import { kubectl } from './kubectl.js';

/**
 * What environments need of the cluster itself: where its API server is, for policies, and the cluster's own stack. To be
 * called before the variants are loaded, which read the address.
 */
export async function prepareCluster(): Promise<void> {
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
  const { up } = await import('./pulumi.js');
  await up('cluster', 'shop');
}
