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
 * What an environment runs for an image: an override as it stands, else the tag and digest of the environment's releases
 * (or of the reference itself), from the mirror where there is one.
 */
export function resolveImage(reference: string, environment: Environment): ResolvedImage {
  const asked = parseImage(reference);
  const override = environment.images?.overrides?.[asked.repository];
  const release = environment.releases?.[asked.repository];
  const { repository, tag, digest } = override ? parseImage(override) : { ...asked, ...(asked.tag || asked.digest ? {} : release) };
  if (tag === 'latest') {
    return { problem: `image ${repository} has the tag "latest", which names another image every day; use a version` };
  }
  if (!tag && !digest) {
    return {
      problem: `image ${repository} has no tag; add it to the releases of environment "${environment.name}" or write ${repository}:<tag>`,
    };
  }
  const { mirror } = environment.images ?? {};
  return { image: format({ repository: mirror && !override ? `${mirror}/${repository}` : repository, tag, digest }) };
}

/** The value of `app.kubernetes.io/version`: the tag, or the start of the digest. */
export function imageVersion(image: string): string {
  const { tag, digest } = parseImage(image);
  return (tag ?? digest?.replace('sha256:', '').slice(0, 12) ?? 'unknown').slice(0, 63);
}
