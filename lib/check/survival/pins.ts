import type { PodSpec } from '../../core/kubernetes.js';
import { HOSTNAME, ZONE } from '../../core/labels.js';

/** Where node selector and required node affinity hold pods, as far as zones and names of nodes go. */
export interface Pins {
  readonly allowsZone: (zone: string) => boolean;
  /** Undefined where any node will do. */
  readonly nodes: readonly string[] | undefined;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Any other label is taken to be on nodes of every zone: nothing here says otherwise. */
export function pinsOf({ nodeSelector = {}, affinity }: PodSpec): Pins {
  const selected = Object.entries(nodeSelector).map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] }));
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
  const alternatives = terms.map(({ matchExpressions = [], matchFields = [] }) => [...selected, ...matchExpressions, ...matchFields]);
  const named = alternatives.map(nodesNamed);
  return {
    allowsZone: (zone) => alternatives.some((requirements) => requirements.every((one) => one.key !== ZONE || holds(one, zone))),
    nodes: named.includes(undefined) ? undefined : [...new Set(named.flatMap((nodes) => nodes ?? []))],
  };
}

function nodesNamed(requirements: readonly Requirement[]): readonly string[] | undefined {
  const naming = requirements.filter(({ key, operator }) => (key === HOSTNAME || key === 'metadata.name') && operator === 'In');
  return naming.length === 0 ? undefined : (naming[0]?.values ?? []).filter((name) => naming.every((one) => holds(one, name)));
}

function holds({ operator, values = [] }: Requirement, value: string): boolean {
  if (operator === 'In') return values.includes(value);
  if (operator === 'NotIn') return !values.includes(value);
  return operator === 'Exists';
}
