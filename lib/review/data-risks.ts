import { replicasOf } from '../check/replicas.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import { parseMebibytes } from '../core/quantities.js';
import { SECRET_SOURCE } from '../core/secrets.js';
import type { Change } from './diff.js';
import { type Effect, replacedBy } from './effects.js';
import type { ObjectChange } from './impact.js';

/** What may be lost with an object that goes, is made anew, or asks for less room than it has. */
export function dataRisks({ before, after, subject, changes }: ObjectChange): Effect[] {
  if (!before) return [];
  const name = `${subject.kind} ${subject.name}`;
  const how = !after ? 'removed' : replacedBy(before, after).length > 0 ? 'replaced' : undefined;
  const lost = how === undefined ? undefined : lostWith(before, how);
  const why = [
    ...(lost === undefined ? [] : [`${name} is ${how}${lost}`]),
    ...(after && !how ? claimsGo(before, after).map((sentence) => `${name} ${sentence}`) : []),
    ...changes.flatMap((change) => [...shrinks(change, name), ...(how ? [] : forgets(change, name))]),
  ];
  return why.map((sentence) => ({ effect: 'data at risk', why: sentence }));
}

interface ClaimRetention extends KubernetesObject {
  readonly spec?: {
    readonly volumeClaimTemplates?: readonly object[];
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
  };
}
const deletesClaims = (set: ClaimRetention, when: 'whenDeleted' | 'whenScaled'): boolean =>
  set.spec?.persistentVolumeClaimRetentionPolicy?.[when] === 'Delete';

/** Of a StatefulSet that stays: what goes with the pods that go now, or will be deleted with them where it was not. */
function claimsGo(before: KubernetesObject, after: KubernetesObject): string[] {
  if (after.kind !== 'StatefulSet') return [];
  const [was, is] = [replicasOf([], before).most, replicasOf([], after).most];
  const hasClaims = ((after as ClaimRetention).spec?.volumeClaimTemplates ?? []).length > 0;
  const withThem = deletesClaims(after, 'whenScaled')
    ? 'the claims of those that go with them'
    : 'what only those that go hold is out of reach';
  const begins = (when: 'whenDeleted' | 'whenScaled') => deletesClaims(after, when) && !deletesClaims(before, when);
  return [
    ...(is < was && hasClaims ? [`goes from ${was} to ${is} pods, and ${withThem}`] : []),
    ...(begins('whenScaled') ? ['deletes claims from now on when it is scaled down (whenScaled: Delete)'] : []),
    ...(begins('whenDeleted') ? ['deletes its claims from now on when it is deleted (whenDeleted: Delete)'] : []),
  ];
}

/** The rest of the sentence; undefined where nothing is lost that the next deployment does not make again. */
function lostWith(object: KubernetesObject, how: 'removed' | 'replaced'): string | undefined {
  switch (object.kind) {
    case 'Namespace':
      return ', and everything in it with it';
    case 'PersistentVolumeClaim':
      return ', and what it holds with it unless its volume is retained';
    case 'StatefulSet':
      return deletesClaims(object, 'whenDeleted')
        ? ', and its claims with it'
        : `, and its claims stay${how === 'removed' ? ' without pods' : ''}`;
    case 'Secret': {
      const derived = Object.entries(object.metadata.annotations ?? {}).filter(([key, source]) => isDerived(key, source));
      const keys = derived.map(([key]) => key.slice(SECRET_SOURCE.length));
      return how === 'removed' && keys.length > 0 ? `, and the derived ${keys.join(', ')} with it` : undefined;
    }
    default:
      return undefined;
  }
}

const isDerived = (annotation: string, source: unknown): boolean =>
  annotation.startsWith(SECRET_SOURCE) && typeof source === 'string' && source.startsWith('derived/');

function forgets({ path, before, after }: Change, name: string): string[] {
  const key = path.at(-1) ?? '';
  return after === undefined && isDerived(key, before) ? [`${name} loses the derived ${key.slice(SECRET_SOURCE.length)}`] : [];
}

/** A claim's request, its own or in a StatefulSet's template. Volumes grow only. */
function shrinks({ path, before, after }: Change, name: string): string[] {
  const isRequest = path.slice(-3).join('.') === 'resources.requests.storage';
  return isRequest && parseMebibytes(String(after)) < parseMebibytes(String(before))
    ? [`${name} asks for less storage than it has, ${before} → ${after}`]
    : [];
}
