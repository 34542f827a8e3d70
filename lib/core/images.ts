import type { Environment } from './environment.js';

export const DEFAULT_WAIT_IMAGE = 'docker.io/library/busybox:1.37.0';

interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `registry:5000/a/b:1.2@sha256:…` in its parts. */
export function parseImage(reference: string): ImageReference {
  const [named = '', digest] = reference.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  return { repository: hasTag ? named.slice(0, colon) : named, tag: hasTag ? named.slice(colon + 1) : undefined, digest };
}

const format = ({ repository, tag, digest }: ImageReference): string => `${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;

/** A full reference, or the sentence that says why there is none. */
export type ResolvedImage = { readonly image: string; readonly problem?: undefined } | { readonly problem: string };

/**
 * What an environment runs for an image: the tag and digest of its own reference, else of the environment's releases; from
 * the override of its repository, else from the mirror where there is one. An override without a tag keeps these.
 */
export function resolveImage(reference: string, environment: Environment): ResolvedImage {
  const { mirror, overrides } = environment.images ?? {};
  const asked = parseImage(reference);
  const version = asked.tag || asked.digest ? asked : environment.releases?.[asked.repository];
  const override = overrides?.[asked.repository];
  const { repository, tag, digest } = override
    ? pinned(parseImage(override), version)
    : pinned({ repository: mirror ? `${mirror}/${asked.repository}` : asked.repository }, version);
  if (tag === 'latest') {
    return { problem: `image ${asked.repository} has the tag "latest", which names another image every day; use a version` };
  }
  if (!tag && !digest) {
    return {
      problem: `image ${asked.repository} has no tag; add it to the releases of environment "${environment.name}" or write ${asked.repository}:<tag>`,
    };
  }
  return { image: format({ repository, tag, digest }) };
}

const pinned = (image: ImageReference, version: Pick<ImageReference, 'tag' | 'digest'> = {}): ImageReference =>
  image.tag || image.digest ? image : { repository: image.repository, tag: version.tag, digest: version.digest };

/** The value of `app.kubernetes.io/version`: the tag, or the start of the digest. */
export function imageVersion(image: string): string {
  const { tag, digest } = parseImage(image);
  return (tag ?? digest?.replace('sha256:', '').slice(0, 12) ?? 'unknown').slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
