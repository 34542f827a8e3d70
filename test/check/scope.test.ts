import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../lib/index.js';
import { refusal, synth } from '../support/apps.js';

const raw =
  (kind: string, namespace?: string, apiVersion = 'v1') =>
  (chart: Chart) =>
    new ApiObject(new Construct(chart, 'extras'), 'object', { apiVersion, kind, metadata: { name: 'thing', namespace } });

describe('an object in an environment', () => {
  it.each([
    'APIService',
    'ClusterIssuer',
    'ClusterRole',
    'ClusterRoleBinding',
    'CustomResourceDefinition',
    'FlowSchema',
    'GatewayClass',
    'IngressClass',
    'MutatingWebhookConfiguration',
    'Node',
    'PersistentVolume',
    'PriorityClass',
    'PriorityLevelConfiguration',
    'RuntimeClass',
    'StorageClass',
    'ValidatingAdmissionPolicy',
    'ValidatingWebhookConfiguration',
    'VolumeSnapshotClass',
  ])('is refused when every environment would share it: %s', (kind) => {
    expect(refusal(raw(kind))).toEqual([
      `[test] "extras": ${kind} "thing" is cluster-scoped and would be shared by every environment; put it into the cluster stack (clusterApps)`,
    ]);
  });

  it('is refused in a foreign namespace', () => {
    expect(refusal(raw('ConfigMap', 'kube-system'))).toEqual([
      '[test] "extras": ConfigMap "thing" is in namespace kube-system; an environment writes to test only',
    ]);
  });

  it('is refused as a second Namespace', () => {
    expect(refusal(raw('Namespace'))).toEqual(['[test] "extras": an environment has one Namespace, test (got thing); remove it']);
  });

  it.each([
    ['ConfigMap', 'v1'],
    ['ServiceMonitor', 'monitoring.coreos.com/v1'],
    ['Cluster', 'postgresql.cnpg.io/v1'],
    ['ClusterClass', 'cluster.x-k8s.io/v1beta1'],
    ['Node', 'longhorn.io/v1beta2'],
  ])('is put into the environment’s namespace: %s of %s', (kind, apiVersion) => {
    expect(synth(raw(kind, undefined, apiVersion)).get(kind, 'thing').metadata.namespace).toBe('test');
  });
});
