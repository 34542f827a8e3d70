import { describe, expect, it } from 'vitest';
import { madeElsewhere } from '../../lib/check/made-elsewhere.js';
import {
  type Environment,
  type KubernetesObject,
  MigrationTask,
  Secret,
  WebService,
  type WebServiceProps,
  Worker,
} from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (props: Partial<WebServiceProps>, environment: Partial<Environment> = {}) =>
  sentencesOf(
    madeElsewhere,
    subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }), environment),
  );
const sentence = (what: string) =>
  `web-service "api": Deployment "api" needs ${what}, which no manifest makes; correct the name, or say who makes it: accept: { 'made-elsewhere': '…' }`;
const beside = (object: KubernetesObject & Readonly<Record<string, unknown>>) =>
  sentencesOf(
    madeElsewhere,
    subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }).add('extra', object)),
  );
const podSpec = (spec: object) => ({ patch: { deployment: { spec: { template: { spec } } } } });
const volume = (source: object) => ({ volumes: [{ name: 'extra', mountPath: '/extra', ...source }] });
const variable = (valueFrom: object) => ({ sidecars: [{ name: 'proxy', image: IMAGE, env: [{ name: 'A', valueFrom }] }] });

describe('a name that no manifest makes', () => {
  it.each<[string, Partial<WebServiceProps>, string]>([
    ['a volume', volume({ configMap: { name: 'ca' } }), 'ConfigMap "ca"'],
    ['a volume of a secret', volume({ secret: { secretName: 'tls' } }), 'Secret "tls"'],
    ['a projected volume', volume({ projected: { sources: [{ configMap: { name: 'ca' } }] } }), 'ConfigMap "ca"'],
    ['a claim', volume({ persistentVolumeClaim: { claimName: 'data' } }), 'PersistentVolumeClaim "data"'],
    ['a variable', variable({ configMapKeyRef: { name: 'settings', key: 'a' } }), 'ConfigMap "settings"'],
    ['a secret variable', variable({ secretKeyRef: { name: 'settings', key: 'a' } }), 'Secret "settings"'],
    [
      'all variables of a secret',
      { containers: [{ name: 'proxy', image: IMAGE, envFrom: [{ secretRef: { name: 'all' } }] }] },
      'Secret "all"',
    ],
    ['an account', podSpec({ serviceAccountName: 'shared' }), 'ServiceAccount "shared"'],
    ['a priority', { priority: 'urgent' }, 'PriorityClass "urgent"'],
    ['a pull secret', podSpec({ imagePullSecrets: [{ name: 'registry' }] }), 'Secret "registry"'],
  ])('is refused: of %s', (_, props, what) => {
    expect(found(props)).toEqual([sentence(what)]);
  });

  it('is told once for each object that needs it', () => {
    expect(found({ ...volume({ secret: { secretName: 'tls' } }), ...variable({ secretKeyRef: { name: 'tls', key: 'a' } }) })).toEqual([
      sentence('Secret "tls"'),
    ]);
  });

  it('may be optional', () => {
    expect(found(volume({ secret: { secretName: 'tls', optional: true } }))).toEqual([]);
    expect(found(variable({ secretKeyRef: { name: 'settings', key: 'a', optional: true } }))).toEqual([]);
  });

  it.each<[string, Partial<WebServiceProps>]>([
    ['every cluster has it', { priority: 'system-cluster-critical' }],
    ['the cluster’s stack makes it', { priority: 'evenkeel-data' }],
    ['every namespace has it', volume({ configMap: { name: 'kube-root-ca.crt' } })],
    ['the environment names it as a pull secret', {}],
    ['a route names it as its certificate', { route: { host: 'shop', tls: { secret: 'shop-tls' } } }],
  ])('is not asked about where %s', (_, props) => {
    const gateway = { name: 'public', namespace: 'gateway', className: 'traefik' };
    expect(found(props, { images: { pullSecrets: ['registry'] }, network: { gateway } })).toEqual([]);
  });

  it('is refused where a route or an Ingress sends to a Service that there is none of', () => {
    const told = (object: string, service: string) => sentence(`Service "${service}"`).replace('Deployment "api"', object);
    const sendsTo = (backendRef: object) =>
      beside({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GRPCRoute',
        metadata: { name: 'prices' },
        spec: { rules: [{ backendRefs: [backendRef] }] },
      });
    expect(sendsTo({ name: 'prices', port: 9000 })).toEqual([told('GRPCRoute "prices"', 'prices')]);
    expect(sendsTo({ name: 'prices', port: 9000, namespace: 'elsewhere' })).toEqual([]);
    expect(sendsTo({ name: 'prices', kind: 'ServiceImport' })).toEqual([]);
    const ingress = (port: object) =>
      beside({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'all' },
        spec: { defaultBackend: { service: { name: 'other', port } } },
      });
    expect(ingress({ name: 'http' })).toEqual([told('Ingress "all"', 'other')]);
    expect(ingress({ name: 'use-annotation' })).toEqual([]);
  });

  it('is refused where an account that there is none of is given a role; every namespace has the account default', () => {
    const binding = (subject: object) =>
      beside({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'extra' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', namespace: 'test', ...subject }],
      });
    expect(binding({ name: 'other' })).toEqual([sentence('ServiceAccount "other"').replace('Deployment "api"', 'RoleBinding "extra"')]);
    expect(binding({ name: 'default' })).toEqual([]);
    expect(binding({ name: 'prometheus', namespace: 'monitoring' })).toEqual([]);
  });

  it('is meant where the component says that it exists, for that component alone', () => {
    const existing = { env: { TOKEN: Secret.existing({ secret: 'issued', key: 'token' }) } };
    expect(found(existing)).toEqual([]);
    const login = { username: Secret.existing({ secret: 'issued', key: 'a' }), password: Secret.existing({ secret: 'issued', key: 'b' }) };
    const rabbitmqQueue = { queue: 'orders', messages: 10, host: 'http://rabbitmq:15672', login };
    expect(found({ scaling: { min: 1, max: 4, rabbitmqQueue } })).toEqual([]);

    const others = subjectOf((chart) => {
      new MigrationTask(chart, 'migrate', { image: IMAGE, ...existing });
      new Worker(chart, 'worker', { image: IMAGE, ...volume({ secret: { secretName: 'issued' } }) });
    });
    expect(sentencesOf(madeElsewhere, others)).toEqual([
      expect.stringMatching(/^worker "worker": Deployment "worker" needs Secret "issued"/),
    ]);
  });

  it('is accepted with the word of who makes it', () => {
    const ca = volume({ configMap: { name: 'ca' } });
    const accept = { 'made-elsewhere': 'trust-manager keeps it in every namespace' };
    expect(synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...ca, accept })).stack.accepted).toEqual([
      { check: 'made-elsewhere', app: 'shop', component: 'api', reason: accept['made-elsewhere'], findings: [sentence('ConfigMap "ca"')] },
    ]);
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...ca }))).toEqual([
      `[test] ${sentence('ConfigMap "ca"')}`,
    ]);
  });
});
