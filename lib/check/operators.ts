import type { Manifest } from '../core/manifest.js';
import { isRoute } from './backends.js';
import { once } from './indexes.js';
import { groupOf } from './objects.js';
import { hasLabel, type LabelSelector } from './pod-groups.js';

/**
 * Whether the pods that a selector looks for may be those that an operator makes of a custom resource of the stack: there is
 * one, and no pod template has any of the labels. A selector that shares a label with a template is meant for that one.
 */
export const mayBeOperators = (manifests: readonly Manifest[], { matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  hasOperators(manifests) &&
  !Object.entries(matchLabels).some(([key, value]) => hasLabel(manifests, key, value)) &&
  !matchExpressions.some(({ key, operator, values = [] }) => operator === 'In' && values.some((value) => hasLabel(manifests, key, value)));

const hasOperators = once((manifests: readonly Manifest[]): boolean =>
  manifests.some(({ object }) => !isBuiltIn(groupOf(object)) && !WITHOUT_PODS.has(groupOf(object)) && !isRoute(object)),
);

/** https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.30/: the groups without a dot, and these of `k8s.io`. */
const isBuiltIn = (group: string): boolean => !group.includes('.') || BUILT_IN.has(group);
const BUILT_IN = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Custom resources of which nobody makes pods, or only those whose template they show. */
const WITHOUT_PODS = new Set(['cert-manager.io', 'external-secrets.io', 'keda.sh']);
