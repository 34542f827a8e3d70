import { describe, expect, it } from 'vitest';
import {
  type Environment,
  type PodSpec,
  type Role,
  type RoleBinding,
  type ServiceAccount,
  WebService,
  type WebServiceProps,
} from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { first, podOf, policyOf } from '../../support/objects.js';

const serve = (props: Partial<WebServiceProps> = {}, environment: Partial<Environment> = {}) =>
  synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }), environment);
const pod = (props: Partial<WebServiceProps> = {}, environment: Partial<Environment> = {}): PodSpec =>
  podOf(serve(props, environment), 'api');

describe('a pod', () => {
  it('runs as user, group and fsGroup 10001, never as root, under the default seccomp profile', () => {
    expect(pod().securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it('runs as the user that its image fixes', () => {
    expect(pod({ user: 65532 }).securityContext).toMatchObject({ runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 });
  });

  it('is refused as root, which would never start', () => {
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, user: 0 })).join()).toMatch(
      /web-service "api".*user.*\b0\b/,
    );
  });

  it('drops all capabilities and writes to nothing but a bounded /tmp', () => {
    const main = first(pod().containers);
    expect(main.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(main.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(pod().volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }]);
  });

  it('has no host access, no service variables and the priority of services', () => {
    const { hostNetwork, hostPID, hostIPC, enableServiceLinks, priorityClassName } = pod() as PodSpec &
      Record<'hostPID' | 'hostIPC', boolean>;
    expect({ hostNetwork, hostPID, hostIPC }).toEqual({ hostNetwork: undefined, hostPID: undefined, hostIPC: undefined });
    expect({ enableServiceLinks, priorityClassName }).toEqual({ enableServiceLinks: false, priorityClassName: 'evenkeel-service' });
  });

  it('pulls its image always, or as the environment says, with its pull secrets', () => {
    expect(first(pod().containers).imagePullPolicy).toBe('Always');
    const there = pod({}, { images: { pullPolicy: 'IfNotPresent', pullSecrets: ['registry'] } });
    expect(first(there.containers).imagePullPolicy).toBe('IfNotPresent');
    expect(there.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });
});

describe('access to the Kubernetes API', () => {
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }];

  it('is not there: an account of its own without a token, on the account and on the pod', () => {
    expect(serve().get<ServiceAccount>('ServiceAccount', 'api').automountServiceAccountToken).toBe(false);
    expect(pod()).toMatchObject({ serviceAccountName: 'api', automountServiceAccountToken: false });
    expect(serve().all('Role')).toEqual([]);
    expect(serve().all('RoleBinding')).toEqual([]);
  });

  it('is a Role with the rules, bound to the account, in the namespace', () => {
    const apps = serve({ kubernetesApi: rules });
    expect(apps.get<Role>('Role', 'api').rules).toEqual(rules);
    expect(apps.get<RoleBinding>('RoleBinding', 'api')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'api' },
      subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'test' }],
    });
  });

  it('is a token of an hour, bound to the pod, and still not mounted into every container', () => {
    const { volumes, automountServiceAccountToken } = pod({ kubernetesApi: rules });
    expect(automountServiceAccountToken).toBe(false);
    expect(volumes?.find(({ name }) => name === 'kubernetes-api')?.projected?.sources?.[0]).toEqual({
      serviceAccountToken: { path: 'token', expirationSeconds: 3600 },
    });
  });

  it('opens the network to the API server as packets reach it, and to nothing else', () => {
    expect(policyOf(serve({ kubernetesApi: rules }), 'api-to-network.api-server')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '192.0.2.1/32' } }], ports: [{ protocol: 'TCP', port: 6443 }] }],
    });
  });

  it('is refused where the environment does not say where the API server is', () => {
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, kubernetesApi: rules }), { network: {} })).toEqual([
      `[test] web-service "api": kubernetesApi needs the API server's address; add network.apiServer (cidrs, port) to environment "test"`,
    ]);
  });
});
