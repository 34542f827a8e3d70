import type { KubernetesObject, PodDisruptionBudget, PodSpec } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { Check, Finding, Subject } from './check.js';
import { areTogether, called, finding, ownerOf } from './findings.js';
import { allOf } from './objects.js';
import { mayBeOperators } from './operators.js';
import { type LabelSelector, type PodGroup, podGroups, podGroupsOf, podsMatching } from './pod-groups.js';
import { servings } from './services.js';

export const selectors: Check = {
  id: 'selectors',
  title: "Every selector finds its own component's pods, and no others",
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  patch: { service: { spec: { selector: { 'app.kubernetes.io/name': 'apii' } } } },
});`,
    good: "new WebService(chart, 'api', { image, port: 8080, patch: { service: { spec: { sessionAffinity: 'ClientIP' } } } });",
  },
  run: (subject) => [
    ...services(subject),
    ...budgets(subject),
    ...podGroups(subject.manifests).flatMap((group) => inController(subject, group)),
  ],
};

/** The Service of a component may stand before pods of one that is below it in the tree: its canary, its other colour. */
const services = (subject: Subject): Finding[] =>
  servings(subject.manifests).flatMap(({ manifest, pods }) => {
    const mine = ownerOf(subject, manifest);
    const isOwn = (group: PodGroup) =>
      areTogether(subject, group.manifest, manifest) ||
      (mine !== undefined && ownerOf(subject, group.manifest)?.node.scopes.includes(mine) === true);
    const selector = { matchLabels: manifest.object.spec?.selector };
    return [
      ...(mayBeOperators(subject.manifests, selector) ? [] : none(subject, manifest, called(manifest.object), selector, pods)),
      ...foreign(subject, manifest, called(manifest.object), pods, isOwn),
    ];
  });

/** One without pods is told by the check `drain`. */
const budgets = (subject: Subject): Finding[] =>
  allOf<PodDisruptionBudget>(subject.manifests, 'policy/PodDisruptionBudget').flatMap((manifest) => {
    const selector = manifest.object.spec?.selector;
    const isOwn = (group: PodGroup) => areTogether(subject, group.manifest, manifest);
    return selector ? foreign(subject, manifest, called(manifest.object), podsMatching(subject.manifests, selector), isOwn) : [];
  });

type WithSelector = KubernetesObject & { readonly spec?: { readonly selector?: LabelSelector } };
/** Those whose selector says which pods are theirs; a Job's is made by Kubernetes. */
const CONTROLLERS = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

function inController(subject: Subject, { manifest, spec }: PodGroup): Finding[] {
  const judge = (what: string, selector: LabelSelector, isOwn: (group: PodGroup) => boolean) => {
    const pods = podsMatching(subject.manifests, selector);
    return [...none(subject, manifest, what, selector, pods), ...foreign(subject, manifest, what, pods, isOwn)];
  };
  const { object } = manifest;
  const selector = CONTROLLERS.has(object.kind) ? (object as WithSelector).spec?.selector : undefined;
  return [
    ...(selector ? judge(called(object), selector, (group) => called(group.manifest.object) === called(object)) : []),
    ...placements(spec)
      .filter(({ selector }) => !mayBeOperators(subject.manifests, selector))
      .flatMap(({ what, selector }) =>
        judge(`the ${what} of ${called(object)}`, selector, (group) => areTogether(subject, group.manifest, manifest)),
      ),
  ];
}

/** What spreads pods and keeps them apart, within the namespace. */
function placements({ topologySpreadConstraints = [], affinity }: PodSpec): { readonly what: string; readonly selector: LabelSelector }[] {
  const { requiredDuringSchedulingIgnoredDuringExecution: required = [], preferredDuringSchedulingIgnoredDuringExecution: preferred = [] } =
    affinity?.podAntiAffinity ?? {};
  const apart = [...required, ...preferred.map(({ podAffinityTerm }) => podAffinityTerm)];
  return [
    ...topologySpreadConstraints.map(({ labelSelector }) => ({ what: 'topologySpreadConstraints', selector: labelSelector })),
    ...apart
      .filter(({ namespaces, namespaceSelector }) => !namespaces && !namespaceSelector)
      .map(({ labelSelector }) => ({ what: 'podAntiAffinity', selector: labelSelector })),
  ].flatMap(({ what, selector }) => (selector ? [{ what, selector }] : []));
}

function none(subject: Subject, manifest: Manifest, what: string, selector: LabelSelector, pods: readonly PodGroup[]): Finding[] {
  if (pods.length > 0) return [];
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const asked = [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...matchExpressions.map(({ key }) => key)];
  const [own] = podGroupsOf(subject.manifests, manifest.component);
  const has = Object.keys(matchLabels).flatMap((key) => (own?.labels[key] === undefined ? [] : [`${key}=${own.labels[key]}`]));
  const fix = has.length > 0 ? `its own pods have ${has.join(', ')}` : 'give it the labels of the pods';
  return [finding(subject, manifest, `the selector of ${what} matches no pods (${asked.join(', ')}); ${fix}`)];
}

function foreign(
  subject: Subject,
  manifest: Manifest,
  what: string,
  pods: readonly PodGroup[],
  isOwn: (group: PodGroup) => boolean,
): Finding[] {
  const [first, ...more] = pods.filter((group) => !isOwn(group));
  if (!first) return [];
  const { object, component: owner } = first.manifest;
  const others = `${called(object)} of "${owner}"${more.length > 0 ? ` and of ${more.length} more` : ''}`;
  return [
    finding(subject, manifest, `the selector of ${what} also matches the pods of ${others}; select by app.kubernetes.io/name and instance`),
  ];
}
