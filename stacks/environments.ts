import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Cluster, Environment } from '../lib/index.js';
import devReleases from './releases/dev.json' with { type: 'json' };
import prodReleases from './releases/prod.json' with { type: 'json' };
import stagingReleases from './releases/staging.json' with { type: 'json' };

/** Addresses that are the same for every environment of the cluster. */
const network = {
  gateway: { name: 'public', namespace: 'traefik' },
  metrics: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
  scalers: { namespace: 'keda' },
  apiServer: { cidrs: ['172.16.0.0/12'], port: 6443 },
} satisfies Environment['network'];

/** `stack` is the name of its Pulumi stack and of its folder below dist/. */
export const clusters = [{ name: 'eu-1', stack: 'cluster' }] satisfies Cluster[];

/** What differs between environments is here, and nowhere else. */
export const dev = {
  name: 'dev',
  cluster: 'eu-1',
  namespace: 'acme-dev',
  tier: 'development',
  zones: ['a', 'b', 'c'],
  domain: 'dev.example.com',
  releases: devReleases,
  sizes: { cpu: 0.5, memory: 0.75, storage: 0.2 },
  quota: { cpu: Cpu.units(8), memory: Size.gibibytes(10), pods: 80, storage: Size.gibibytes(200) },
  network,
} satisfies Environment;

export const staging = {
  ...dev,
  name: 'staging',
  namespace: 'acme-staging',
  tier: 'staging',
  domain: 'staging.example.com',
  releases: stagingReleases,
  sizes: undefined,
} satisfies Environment;

export const prod = {
  ...staging,
  name: 'prod',
  namespace: 'acme-prod',
  tier: 'production',
  domain: 'example.com',
  releases: prodReleases,
  quota: { cpu: Cpu.units(16), memory: Size.gibibytes(16), pods: 150, storage: Size.gibibytes(500) },
} satisfies Environment;

export const environments: readonly Environment[] = [dev, staging, prod];
