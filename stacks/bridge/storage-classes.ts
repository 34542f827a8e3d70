import * as pulumi from '@pulumi/pulumi';
import { claimsOf } from '../../lib/check/claims.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';
import type { ClusterConnection } from './cluster.js';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

interface Named {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}
interface StorageClass extends Named {
  readonly allowVolumeExpansion?: boolean;
  readonly volumeBindingMode?: string;
}
interface List<T> {
  readonly items: readonly T[];
}

/** A class that objects ask for, and one of those that do. */
interface Wanted {
  /** Undefined for the cluster's default one. */
  readonly name: string | undefined;
  readonly component: string;
  readonly claiming: string;
}

/**
 * A claim without its class stays Pending, and its pod with it: told before anything is sent. What a class cannot do is a
 * warning, as long as there is a choice: a claim never changes its class.
 */
export async function missingStorageClasses(stack: SynthesizedStack, cluster: ClusterConnection): Promise<string[]> {
  const wanted = wantedClasses(stack);
  if (wanted.length === 0) return [];
  const { items: classes } = (await cluster.get('/apis/storage.k8s.io/v1/storageclasses')) as List<StorageClass>;
  const there = (await cluster.get(`/apis/apps/v1/namespaces/${stack.environment?.namespace}/statefulsets`)) as List<Named> | undefined;
  const deployed = new Set(there?.items.map(({ metadata }) => metadata.name));
  const environment = `environment "${stack.environment?.name}"`;
  const has = `it has ${classes.map(({ metadata }) => metadata.name).join(', ') || 'none'}`;

  return wanted.flatMap(({ name, component, claiming }) => {
    const found = classes.find((one) => (name === undefined ? isDefault(one) : one.metadata.name === name));
    if (found) {
      if (!deployed.has(claiming)) for (const warning of weaknesses(found, component, stack)) void pulumi.log.warn(warning);
      return [];
    }
    return name === undefined
      ? [
          `the volumes of "${component}" name no StorageClass, and the cluster has no default one (${has}); set storageClass of ${environment}`,
        ]
      : [
          `the cluster has no StorageClass "${name}", which the volumes of "${component}" ask for (${has}); ` +
            `correct storageClass of ${environment}, or storage.class of "${component}"`,
        ];
  });
}

/** Each once. The empty name asks for volumes that somebody has made by hand. */
function wantedClasses({ manifests }: SynthesizedStack): Wanted[] {
  const wanted = new Map<string | undefined, Wanted>();
  for (const { component, object } of manifests) {
    for (const { storageClass: name } of claimsOf(object)) {
      if (name !== '' && !wanted.has(name)) wanted.set(name, { name, component, claiming: object.metadata.name });
    }
  }
  return [...wanted.values()];
}

const isDefault = ({ metadata }: StorageClass): boolean => metadata.annotations?.[IS_DEFAULT] === 'true';

function weaknesses(
  { metadata: { name }, allowVolumeExpansion, volumeBindingMode }: StorageClass,
  component: string,
  { environment }: SynthesizedStack,
): string[] {
  const severalZones = (environment?.zones ?? []).length > 1;
  return [
    ...(allowVolumeExpansion
      ? []
      : [`the volumes of "${component}" can never grow: StorageClass "${name}" does not say allowVolumeExpansion: true`]),
    ...(severalZones && volumeBindingMode !== 'WaitForFirstConsumer'
      ? [
          `StorageClass "${name}" makes the volumes of "${component}" before a node is chosen, maybe in a zone where its pod cannot go; ` +
            'take one with volumeBindingMode: WaitForFirstConsumer, unless its volumes are reached from every zone',
        ]
      : []),
  ];
}
