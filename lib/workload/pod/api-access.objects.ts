import type { Labels, PolicyRule, Role, RoleBinding, ServiceAccount, Volume, VolumeMount } from '../../core/kubernetes.js';
import type { WorkloadProps } from '../workload.props.js';

/** Every workload has its own account, and no token unless it asks for one. */
export const serviceAccount = (name: string, labels: Labels, annotations: WorkloadProps['serviceAccountAnnotations']): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, labels, annotations },
  automountServiceAccountToken: false,
});

export const role = (name: string, rules: readonly PolicyRule[], labels: Labels): Role => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name, labels },
  rules,
});

export const roleBinding = (name: string, namespace: string, labels: Labels): RoleBinding => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name, labels },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
  subjects: [{ kind: 'ServiceAccount', name, namespace }],
});

/** A token bound to the pod, renewed by the kubelet, where client libraries look for it. */
export const tokenVolume: Volume = {
  name: 'kubernetes-api',
  projected: {
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ],
  },
};
export const tokenMount: VolumeMount = {
  name: tokenVolume.name,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};
