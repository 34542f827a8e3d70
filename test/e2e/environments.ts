import type { Environment } from '../../lib/index.js';
import { environments } from '../../stacks/environments.js';

/** Image → what the test cluster has in its place; on a cluster that can pull, nothing. */
const overrides = Object.fromEntries(
  [
    ['ghcr.io/stefanprodan/podinfo', process.env.E2E_PODINFO_IMAGE],
    ['docker.io/library/busybox', process.env.E2E_WAIT_IMAGE],
  ].flatMap(([image, override]) => (image && override ? [[image, override]] : [])),
);

/** The same environment with the test cluster's images and small sizes, and nothing else changed: a test compares the trees. */
export const onTestCluster = (environment: Environment): Environment => ({
  ...environment,
  images: { ...environment.images, overrides, pullPolicy: 'IfNotPresent' },
  sizes: { cpu: 0.2, memory: 1 },
});

export const e2eEnvironments: readonly Environment[] = environments.map(onTestCluster);
