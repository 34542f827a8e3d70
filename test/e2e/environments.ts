import type { Environment } from '../../lib/index.js';
import { environments, prod } from '../../stacks/environments.js';
import { PROMETHEUS_URL } from './harness/prometheus.js';

/** Image → what the test cluster has in its place; on a cluster that can pull, nothing. */
const overrides = Object.fromEntries(
  [
    ['ghcr.io/stefanprodan/podinfo', process.env.E2E_PODINFO_IMAGE],
    ['docker.io/library/busybox', process.env.E2E_WAIT_IMAGE],
    ['docker.io/library/node', process.env.E2E_NODE_IMAGE],
    // Further ones: E2E_IMAGES="docker.io/library/redis=registry.test/redis:8 …"
    ...(process.env.E2E_IMAGES ?? '').split(' ').map((pair) => pair.split('=')),
  ].flatMap(([image, override]) => (image && override ? [[image, override]] : [])),
);

/** The same environment with the test cluster's images and small sizes, and nothing else changed: a test compares the trees. */
export const onTestCluster = (environment: Environment): Environment => ({
  ...environment,
  images: { ...environment.images, overrides, pullPolicy: 'IfNotPresent' },
  sizes: { cpu: 0.2, memory: 1 },
});

export const e2eEnvironments: readonly Environment[] = environments.map(onTestCluster);

/** Where the API server is after address translation, as `address:port`: it depends on the cluster. */
const [apiServer, apiPort] = (process.env.E2E_API_SERVER ?? '192.0.2.1:6443').split(':');

/** Production once more, under a name of its own: tests that run side by side do not meet. */
export const productionAs = (name: string): Environment => ({
  ...onTestCluster(prod),
  name,
  namespace: `acme-${name}`,
  domain: `${name}.example.com`,
  prometheus: PROMETHEUS_URL,
  network: { ...prod.network, apiServer: { cidrs: [`${apiServer}/32`], port: Number(apiPort) } },
});
