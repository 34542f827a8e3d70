import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import type { LimitRange, Namespace, ResourceQuota } from '../../lib/index.js';
import { synthesizeApps, testEnvironment } from '../../lib/testing/index.js';
import { first, objectsOf, policyOf } from '../support/objects.js';

const minimal = synthesizeApps([], { ...testEnvironment, network: undefined });
const DNS_PORTS = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

describe('the namespace of an environment', () => {
  it('comes with closed network, DNS and defaults, before any application, and nothing else', () => {
    expect(objectsOf(minimal, 'namespace')).toEqual([
      'LimitRange/defaults',
      'Namespace/test',
      'NetworkPolicy/allow-dns',
      'NetworkPolicy/default-deny',
    ]);
    expect(minimal.stack.manifests.map(({ app, stage }) => [app, stage])).toEqual([
      ['environment', 'namespace'],
      ['environment', 'configuration'],
      ['environment', 'configuration'],
      ['environment', 'configuration'],
    ]);
  });

  it('says whose it is, and enforces restricted Pod Security of a known version', () => {
    const { metadata } = minimal.get<Namespace>('Namespace', 'test');
    expect(metadata.labels).toMatchObject({
      'evenkeel.dev/environment': 'test',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.30',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.30',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.30',
    });
    expect(metadata.namespace).toBeUndefined();
  });

  it('lets nothing in and nothing out', () => {
    expect(policyOf(minimal, 'default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  it('lets every pod ask the cluster’s DNS', () => {
    expect(policyOf(minimal, 'allow-dns')).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: DNS_PORTS,
        },
      ],
    });
  });

  it('lets every pod ask a node-local DNS by its address', () => {
    const apps = synthesizeApps([], { ...testEnvironment, network: { dns: { cidr: '169.254.20.10/32' } } });
    expect(policyOf(apps, 'allow-dns')?.egress).toEqual([{ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: DNS_PORTS }]);
  });

  it('gives pods made by hand small requests and a memory limit, and never a CPU limit', () => {
    expect(first(minimal.get<LimitRange>('LimitRange', 'defaults').spec?.limits)).toEqual({
      type: 'Container',
      defaultRequest: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
      default: { memory: '128Mi', 'ephemeral-storage': '256Mi' },
    });
  });
});

describe('the namespace of an environment with every field', () => {
  const quota = { cpu: Cpu.millis(4500), memory: Size.gibibytes(4), pods: 50, storage: Size.gibibytes(100), loadBalancers: 1 };

  it('has a quota of requests and counts, never of limits', () => {
    const apps = synthesizeApps([], { ...testEnvironment, quota, podSecurityVersion: 'v1.34' });
    expect(apps.get<ResourceQuota>('ResourceQuota', 'quota').spec).toEqual({
      hard: {
        'requests.cpu': '4500m',
        'requests.memory': '4096Mi',
        pods: '50',
        'requests.storage': '102400Mi',
        'services.loadbalancers': '1',
      },
    });
    expect(apps.get('Namespace', 'test').metadata.labels?.['pod-security.kubernetes.io/enforce-version']).toBe('v1.34');
  });

  it('can forbid load balancers altogether', () => {
    const apps = synthesizeApps([], { ...testEnvironment, quota: { ...quota, storage: undefined, loadBalancers: 0 } });
    expect(apps.get<ResourceQuota>('ResourceQuota', 'quota').spec?.hard).toMatchObject({ 'services.loadbalancers': '0' });
    expect(apps.get<ResourceQuota>('ResourceQuota', 'quota').spec?.hard).not.toHaveProperty('requests.storage');
  });
});
