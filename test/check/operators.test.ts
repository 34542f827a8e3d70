import { describe, expect, it } from 'vitest';
import { drain } from '../../lib/check/drain.js';
import { network } from '../../lib/check/network.js';
import { selectors } from '../../lib/check/selectors.js';
import { type KubernetesObject, WebService } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

type Extra = KubernetesObject & Readonly<Record<string, unknown>>;
const cluster: Extra = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'db' } };
const looking = (matchLabels: Record<string, string>): Extra[] => [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' }, spec: { selector: matchLabels } },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'db' },
    spec: { maxUnavailable: 1, selector: { matchLabels } },
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'db' }, spec: { podSelector: { matchLabels } } },
];
const found = (...objects: readonly Extra[]) => {
  const subject = subjectOf((chart) => {
    const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
    for (const [n, object] of objects.entries()) api.add(`extra-${n}`, object);
  });
  return [selectors, drain, network].flatMap((check) => sentencesOf(check, subject));
};
const OPERATORS = { 'cnpg.io/cluster': 'db' };

describe('a selector that finds no pods of the stack', () => {
  it('may look for those that an operator makes of a custom resource', () => {
    expect(found(cluster, ...looking(OPERATORS))).toEqual([]);
  });

  it('is refused where there is no such resource', () => {
    const certificate = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'api' }, spec: {} };
    const scaler = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'api' } };
    const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'api' } };
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'api' } };
    expect(found(certificate, scaler, route, role, ...looking(OPERATORS))).toHaveLength(3);
  });

  it('is refused where one of its labels is that of pods of the stack: the others are wrong', () => {
    expect(found(cluster, ...looking({ ...OPERATORS, 'app.kubernetes.io/instance': 'api' }))).toHaveLength(3);
  });

  it('is refused in a controller, whose pods are its own', () => {
    const spec = { selector: { matchLabels: OPERATORS }, template: { metadata: { labels: {} }, spec: { containers: [] } } };
    expect(found(cluster, { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec })).toEqual([
      'web-service "api": the selector of StatefulSet "db" matches no pods (cnpg.io/cluster=db); give it the labels of the pods',
    ]);
  });
});
