import { describe, expect, it } from 'vitest';
import { references } from '../../lib/check/references.js';
import {
  type Chart,
  type Environment,
  type KubernetesObject,
  ScaledTask,
  Secret,
  WebService,
  type WebServiceProps,
  Worker,
} from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (build: (chart: Chart) => unknown, environment: Partial<Environment> = {}) =>
  sentencesOf(references, subjectOf(build, environment));
const served = (props: Partial<WebServiceProps>, environment: Partial<Environment> = {}) =>
  found((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }), environment);
const object = (apiVersion: string, kind: string): KubernetesObject => ({ apiVersion, kind, metadata: { name: 'db' } });
/** What a component makes besides, as no prop lets it. */
const beside = (object: KubernetesObject & Readonly<Record<string, unknown>>, props: Partial<WebServiceProps> = {}) =>
  found((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }).add('extra', object));

describe('a key', () => {
  const config = { mountPath: '/etc/api', files: { 'a.json': '{}', 'b.json': '{}' } };
  const volume = (source: object) => ({ volumes: [{ name: 'extra', mountPath: '/extra', ...source }] });

  it('is refused where the ConfigMap does not have it', () => {
    const items = [{ key: 'c.json', path: 'c' }];
    expect(served({ config, ...volume({ configMap: { name: 'api', items } }) })).toEqual([
      'web-service "api": Deployment "api" reads key "c.json" of ConfigMap "api", which has a.json, b.json; correct the key',
    ]);
    expect(served({ config, ...volume({ configMap: { name: 'api', items, optional: true } }) })).toEqual([]);
    expect(served({ config, ...volume({ configMap: { name: 'api', items: [{ key: 'a.json', path: 'a' }] } }) })).toEqual([]);
  });

  it('is refused where the Secret does not have it, whoever fills that', () => {
    const projected = (name: string) => volume({ projected: { sources: [{ secret: { name, items: [{ key: 'other', path: 'a' }] } }] } });
    expect(served({ env: { SESSION_KEY: Secret.derived('session') }, ...projected('api') })).toEqual([
      'web-service "api": Deployment "api" reads key "other" of Secret "api", which has session-key; correct the key',
    ]);
    expect(served({ env: { PUSH_KEY: Secret.external({ store: 'vault', key: 'push' }) }, ...projected('api-vault') })).toEqual([
      'web-service "api": Deployment "api" reads key "other" of Secret "api-vault", which has push-key; correct the key',
    ]);
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'tls' },
      spec: { secretName: 'api-tls' },
    };
    expect(beside(certificate, projected('api-tls'))).toEqual([
      'web-service "api": Deployment "api" reads key "other" of Secret "api-tls", which has tls.crt, tls.key, ca.crt; correct the key',
    ]);
  });

  it('is not known of a Secret that somebody else fills', () => {
    const env = [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'made', key: 'any' } } }];
    const sidecars = [{ name: 'proxy', image: IMAGE, env }];
    expect(beside({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'made' } }, { sidecars })).toEqual([]);
    const everything = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'made' },
      spec: { dataFrom: [{}] },
    };
    expect(beside(everything, { sidecars })).toEqual([]);
    for (const more of [{ keystores: { jks: {} } }, { additionalOutputFormats: [{ type: 'DER' }] }]) {
      const spec = { secretName: 'made', ...more };
      expect(beside({ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'tls' }, spec }, { sidecars })).toEqual([]);
    }
  });

  it('is not known of a ConfigMap that is empty, for somebody else to fill', () => {
    const env = [{ name: 'KEY', valueFrom: { configMapKeyRef: { name: 'made', key: 'any' } } }];
    const sidecars = [{ name: 'proxy', image: IMAGE, env }];
    const map = (data?: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made' }, data });
    expect(beside(map(), { sidecars })).toEqual([]);
    expect(beside(map({ other: '1' }), { sidecars })).toHaveLength(1);
  });
});

describe('a route', () => {
  const route = { host: 'shop' };

  it('is refused where it sends to a port that the Service does not have', () => {
    const patch = { service: { spec: { ports: [{ port: 80, targetPort: 'http' }] } } };
    expect(served({ route, patch })).toEqual([
      'web-service "api": HTTPRoute "api" sends to port 8080 of Service "api", which has 80; correct the port',
    ]);
    const ingress = { network: { ingress: { className: 'nginx', namespace: 'ingress' } } };
    expect(served({ route, patch }, ingress)).toEqual([
      'web-service "api": Ingress "api" sends to port 8080 of Service "api", which has 80; correct the port',
    ]);
    expect(served({ route })).toEqual([]);
    expect(served({ route }, ingress)).toEqual([]);
  });

  it('may send to a Service that is the name of something outside, which needs no ports', () => {
    const sendsTo = (spec: object) =>
      found((chart) => {
        const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
        api.add('outside', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'outside' }, spec });
        const backend = { service: { name: 'outside', port: { number: 443 } } };
        api.add('all', {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'all' },
          spec: { defaultBackend: backend },
        });
      });
    expect(sendsTo({ type: 'ExternalName', externalName: 'example.com' })).toEqual([]);
    expect(sendsTo({ type: 'ExternalName', externalName: 'example.com', ports: [{ port: 80 }] })).toEqual([
      'web-service "api": Ingress "all" sends to port 443 of Service "outside", which has 80; correct the port',
    ]);
    expect(sendsTo({})).toHaveLength(1);
  });

  it('is refused where its own Gateway is not there', () => {
    const parentRefs = [{ name: 'own' }, { name: 'public', namespace: 'gateway' }];
    expect(
      beside({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec: { parentRefs } }),
    ).toEqual(['web-service "api": HTTPRoute "a" attaches to Gateway "own", which no manifest makes; correct the name']);
    const gateway = { name: 'public', namespace: 'gateway', className: 'traefik' };
    expect(served({ route: { host: 'shop', tls: { issuer: 'letsencrypt' } } }, { network: { gateway } })).toEqual([]);
  });
});

describe('a Service', () => {
  it('is refused where its pods have no port of the name that it sends to', () => {
    expect(served({ patch: { service: { spec: { ports: [{ port: 8080, targetPort: 'web' }] } } } })).toEqual([
      'web-service "api": Service "api" sends to port "web" of its pods, which have http, metrics; correct its targetPort',
    ]);
  });

  it('is refused where its pods have ports, and not the number that it sends to', () => {
    const sendsTo = (port: { readonly port: number; readonly targetPort?: number }) =>
      served({ patch: { service: { spec: { ports: [port] } } } });
    const sentence = (port: number) =>
      `web-service "api": Service "api" sends to port ${port} of its pods, which have 8080, 9090; correct its targetPort, or add it to the container's ports`;
    expect(sendsTo({ port: 80, targetPort: 8081 })).toEqual([sentence(8081)]);
    expect(sendsTo({ port: 80 })).toEqual([sentence(80)]);
    expect(sendsTo({ port: 80, targetPort: 8080 })).toEqual([]);
    expect(sendsTo({ port: 8080 })).toEqual([]);
  });

  it('may send to any number where its pods declare no ports, and to no name', () => {
    const sendsTo = (targetPort: number | string) =>
      found((chart) => {
        const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
        const labels = { app: 'db' };
        const template = { metadata: { labels }, spec: { containers: [{ name: 'db' }] } };
        api.add('db', { ...object('apps/v1', 'StatefulSet'), spec: { template } });
        api.add('db-service', { ...object('v1', 'Service'), spec: { selector: labels, ports: [{ port: 1, targetPort }] } });
      });
    expect(sendsTo(5432)).toEqual([]);
    expect(sendsTo('sql')).toEqual([
      'web-service "api": Service "db" sends to port "sql" of its pods, which have none; correct its targetPort',
    ]);
  });

  it('is refused where a StatefulSet is governed by one that there is none of', () => {
    const set = (serviceName: string) =>
      beside({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec: { serviceName } });
    expect(set('db')).toEqual([
      'web-service "api": StatefulSet "db" is governed by Service "db", which no manifest makes; correct the name',
    ]);
    expect(set('api')).toEqual([]);
  });
});

describe('a scaler', () => {
  const prometheus = { query: 'up', threshold: 1, serverAddress: 'http://p:9090', authentication: { bearerToken: Secret.derived('p') } };

  it('is refused where what it scales is not there', () => {
    const patch = { horizontalPodAutoscaler: { spec: { scaleTargetRef: { name: 'apii' } } } };
    expect(served({ scaling: { min: 2, max: 4 }, patch })).toEqual([
      'web-service "api": HorizontalPodAutoscaler "api" scales Deployment "apii", which no manifest makes; correct the name',
    ]);
    const scaledObject = { spec: { scaleTargetRef: { kind: 'StatefulSet' } } };
    expect(served({ scaling: { min: 2, max: 4, prometheus }, patch: { scaledObject } })).toEqual([
      'web-service "api": ScaledObject "api" scales StatefulSet "api", which no manifest makes; correct the name',
    ]);
  });

  it('is refused where what it authenticates with is not there', () => {
    const triggers = (authenticationRef: { name: string; kind?: string }) => ({
      spec: { triggers: [{ type: 'prometheus', metadata: {}, authenticationRef }] },
    });
    const scaled = (authenticationRef: { name: string; kind?: string }) =>
      served({ scaling: { min: 2, max: 4, prometheus }, patch: { scaledObject: triggers(authenticationRef) } });
    const sentence = (object: string) =>
      `${object} authenticates with TriggerAuthentication "other", which no manifest makes; correct the name`;
    expect(scaled({ name: 'other' })).toEqual([`web-service "api": ${sentence('ScaledObject "api"')}`]);
    expect(scaled({ name: 'other', kind: 'ClusterTriggerAuthentication' })).toEqual([]);
    expect(scaled({ name: 'api-prometheus' })).toEqual([]);
    const task = (name: string) => (chart: Chart) =>
      new ScaledTask(chart, 'task', { image: IMAGE, scaling: { max: 4, prometheus }, patch: { scaledJob: triggers({ name }) } });
    expect(found(task('other'))).toEqual([`scaled-task "task": ${sentence('ScaledJob "task"')}`]);
    expect(found(task('task-prometheus'))).toEqual([]);
  });
});

describe('a RoleBinding', () => {
  const binding = (roleRef: object, subject: object) =>
    found((chart) => {
      const worker = new Worker(chart, 'worker', { image: IMAGE });
      worker.add('binding', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'extra' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', name: 'reader', ...roleRef },
        subjects: [{ kind: 'ServiceAccount', namespace: 'test', ...subject }],
      });
    });

  it('is refused where its Role is not there', () => {
    expect(binding({ kind: 'Role' }, { name: 'other' })).toEqual([
      'worker "worker": RoleBinding "extra" binds Role "reader", which no manifest makes; correct the name',
    ]);
  });

  it('may bind what is the cluster’s', () => {
    expect(binding({ kind: 'ClusterRole' }, { name: 'worker' })).toEqual([]);
  });
});
