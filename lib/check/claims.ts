import type { KubernetesObject } from '../core/kubernetes.js';
import { podSpecOf } from './pods.js';

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

/** A claim itself, the templates that a StatefulSet makes a claim of for each of its pods, and those of a pod's ephemeral volumes. */
export function claimsOf(object: KubernetesObject): Claim[] {
  const { kind, metadata, spec = {} } = object as Claiming;
  if (kind === 'PersistentVolumeClaim') return [claim(metadata.name, spec)];
  const passing = (podSpecOf(object)?.volumes ?? []).flatMap(({ name, ephemeral }) =>
    ephemeral?.volumeClaimTemplate ? [claim(name, ephemeral.volumeClaimTemplate.spec)] : [],
  );
  const kept = kind === 'StatefulSet' ? (spec.volumeClaimTemplates ?? []) : [];
  return [...kept.map((template) => claim(template.metadata?.name ?? '', template.spec ?? {})), ...passing];
}

const claim = (name: string, { storageClassName, resources }: ClaimSpec): Claim => ({
  name,
  storage: resources?.requests?.storage,
  storageClass: storageClassName,
});
