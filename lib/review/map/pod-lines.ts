import { podSpecOf } from '../../check/pods.js';
import { replicasOf } from '../../check/replicas.js';
import { parseImage } from '../../core/images.js';
import type { CronJob, KubernetesObject, PodSpec } from '../../core/kubernetes.js';
import { ZONE } from '../../core/labels.js';
import type { Manifest } from '../../core/manifest.js';
import { countWords, isController, podsOf, podsWords } from '../pods.js';

/** A component's image and pods, one pair of lines per controller: `podinfo:6.9.2`, `3 to 12 pods · zones a, b, c`. */
export function podLines(manifests: readonly Manifest[], component: string, zones: readonly string[]): string[] {
  return manifests.flatMap(({ object }) => {
    const pod = podSpecOf(object);
    const count = pod && howMany(object, manifests);
    if (!pod || count === undefined) return [];
    const what = object.metadata.name === component ? '' : `${object.metadata.name}: `;
    const where = spreadsOverZones(pod) ? ` · zone${zones.length === 1 ? '' : 's'} ${zones.join(', ')}` : '';
    return [`${what}${shortImage(pod.containers[0]?.image ?? '')}`, `${count}${where}`];
  });
}

function howMany(object: KubernetesObject, beside: readonly Manifest[]): string | undefined {
  if (isController(object)) return podsWords(podsOf(object, beside));
  if (object.kind === 'Job') return 'once per release';
  if (object.kind === 'CronJob') return `at ${(object as CronJob).spec.schedule}`;
  return object.kind === 'ScaledJob' ? countWords(replicasOf(beside, object), 'job') : undefined;
}

const spreadsOverZones = ({ topologySpreadConstraints = [] }: PodSpec): boolean =>
  topologySpreadConstraints.some(({ topologyKey }) => topologyKey === ZONE);

/** The last part of the repository, and the tag or the start of the digest. */
function shortImage(reference: string): string {
  const { repository, tag, digest } = parseImage(reference);
  return `${repository.split('/').at(-1)}${tag ? `:${tag}` : `@${(digest ?? '').slice(0, 19)}`}`;
}
