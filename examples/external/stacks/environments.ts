import type { Cluster, Environment } from 'evenkeel';

/** `stack` is the name of its Pulumi stack and of its folder below dist/. */
export const clusters = [{ name: 'main', stack: 'cluster' }] satisfies Cluster[];

/** A cluster that cannot pull from ghcr.io names an image that its nodes have. */
const loadedImage = process.env.GUESTBOOK_IMAGE;

const live = {
  name: 'live',
  cluster: 'main',
  namespace: 'guestbook',
  tier: 'production',
  zones: ['a', 'b', 'c'],
  domain: 'guestbook.example.com',
  images: loadedImage ? { overrides: { 'ghcr.io/stefanprodan/podinfo': loadedImage }, pullPolicy: 'IfNotPresent' } : undefined,
} satisfies Environment;

export const environments: readonly Environment[] = [live];
