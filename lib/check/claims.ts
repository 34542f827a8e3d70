import type { KubernetesObject } from '../core/kubernetes.js';

/** What a volume is asked for with, once for an object or once for each pod of it. */
export interface Claim {
  readonly name: string;
  /** A quantity, or what somebody took for one. */
  readonly storage: number | string | undefined;
  /** Undefined where it is the cluster's default one. */
  readonly storageClass: string | undefined;
}

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly resources?: { readonly requests?: { readonly storage?: number | string } };
}
interface Claiming extends KubernetesObject {
  readonly spec?: ClaimSpec & {
    readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string }; readonly spec?: ClaimSpec }[];
  };
}

/** A claim itself, and the templates that a StatefulSet makes a claim of for each of its pods. */
export function claimsOf(object: KubernetesObject): Claim[] {
  const { kind, metadata, spec = {} } = object as Claiming;
  if (kind === 'PersistentVolumeClaim') return [claim(metadata.name, spec)];
  if (kind !== 'StatefulSet') return [];
  return (spec.volumeClaimTemplates ?? []).map((template) => claim(template.metadata?.name ?? '', template.spec ?? {}));
}

const claim = (name: string, { storageClassName, resources }: ClaimSpec): Claim => ({
  name,
  storage: resources?.requests?.storage,
  storageClass: storageClassName,
});
