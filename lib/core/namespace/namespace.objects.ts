import type { Environment, Quota } from '../environment.js';
import type { Labels, LimitRange, Namespace, ResourceQuota } from '../kubernetes.js';
import { ENVIRONMENT_LABEL } from '../labels.js';
import { mebibytes } from '../quantities.js';

const POD_SECURITY_LEVEL = 'restricted';
const DEFAULT_POD_SECURITY_VERSION = 'v1.30';

export const namespace = ({ name, namespace, podSecurityVersion }: Environment, labels: Labels): Namespace => {
  const version = podSecurityVersion ?? DEFAULT_POD_SECURITY_VERSION;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        ...labels,
        [ENVIRONMENT_LABEL]: name,
        'pod-security.kubernetes.io/enforce': POD_SECURITY_LEVEL,
        'pod-security.kubernetes.io/enforce-version': version,
        'pod-security.kubernetes.io/audit': POD_SECURITY_LEVEL,
        'pod-security.kubernetes.io/audit-version': version,
        'pod-security.kubernetes.io/warn': POD_SECURITY_LEVEL,
        'pod-security.kubernetes.io/warn-version': version,
      },
    },
  };
};

/** For pods that somebody makes by hand: small requests and a memory limit, and no default CPU limit, which would throttle. */
export const limitRange = (namespace: string, labels: Labels): LimitRange => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'defaults', namespace, labels },
  spec: {
    limits: [
      {
        type: 'Container',
        defaultRequest: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
        default: { memory: '128Mi', 'ephemeral-storage': '256Mi' },
      },
    ],
  },
});

export const resourceQuota = (namespace: string, quota: Quota, labels: Labels): ResourceQuota => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'quota', namespace, labels },
  spec: {
    hard: {
      'requests.cpu': quota.cpu.amount,
      'requests.memory': `${mebibytes(quota.memory)}Mi`,
      pods: String(quota.pods),
      ...(quota.storage ? { 'requests.storage': `${mebibytes(quota.storage)}Mi` } : {}),
      ...(quota.loadBalancers === undefined ? {} : { 'services.loadbalancers': String(quota.loadBalancers) }),
    },
  },
});
