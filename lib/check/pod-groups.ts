import type { Labels, PodSpec } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { addTo, once } from './indexes.js';
import { podTemplateOf } from './pods.js';

/** The pods of one controller, which are alike. */
export interface PodGroup {
  /** The controller. */
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** As Kubernetes writes it, whatever selects. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** Labels that controllers, and Patroni (`role`), put on pods while they run; they match whatever a template without them makes. */
const ADDED_BY_CONTROLLERS = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'pod-template-hash',
  'role',
  'statefulset.kubernetes.io/pod-name',
]);

const index = once((manifests: readonly Manifest[]) => {
  const all: PodGroup[] = [];
  const byComponent = new Map<string, PodGroup[]>();
  const byLabel = new Map<string, PodGroup[]>();
  for (const manifest of manifests) {
    const template = podTemplateOf(manifest.object);
    if (!template) continue;
    const group = { manifest, labels: template.metadata?.labels ?? {}, spec: template.spec };
    all.push(group);
    addTo(byComponent, manifest.component, group);
    for (const [key, value] of Object.entries(group.labels)) addTo(byLabel, `${key}=${value}`, group);
  }
  return { all, byComponent, byLabel };
});

export const podGroups = (manifests: readonly Manifest[]): readonly PodGroup[] => index(manifests).all;

export const podGroupsOf = (manifests: readonly Manifest[], component: string): readonly PodGroup[] =>
  index(manifests).byComponent.get(component) ?? [];

/** Whether any pod has a label. */
export const hasLabel = (manifests: readonly Manifest[], key: string, value: string): boolean =>
  index(manifests).byLabel.has(`${key}=${value}`);

/** The pods that a selector finds. It starts from the label that fewest pods have, so that a usual selector looks at one. */
export function podsMatching(
  manifests: readonly Manifest[],
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
): readonly PodGroup[] {
  const { all, byLabel } = index(manifests);
  const asked = Object.entries(matchLabels);
  const candidates = asked
    .filter(([key]) => !ADDED_BY_CONTROLLERS.has(key))
    .map(([key, value]) => byLabel.get(`${key}=${value}`) ?? [])
    .reduce((fewest, groups) => (groups.length < fewest.length ? groups : fewest), all);
  return candidates.filter(({ labels }) => {
    const isAdded = (key: string) => ADDED_BY_CONTROLLERS.has(key) && labels[key] === undefined;
    return matchesLabels(labels, {
      matchLabels: Object.fromEntries(asked.filter(([key]) => !isAdded(key))),
      matchExpressions: matchExpressions.filter(({ key }) => !isAdded(key)),
    });
  });
}

export const matchesLabels = (labels: Labels, { matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => satisfies(labels[key], operator, values));

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement */
function satisfies(value: string | undefined, operator: string, values: readonly string[]): boolean {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  return (value !== undefined && values.includes(value)) === (operator === 'In');
}

export const selectsAll = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
