import { describe, expect, it } from 'vitest';
import { type ConfigMap, RedisSentinel, type SecretObject, type Service, type StatefulSet, WebService } from '../../lib/index.js';
import { IMAGE, synth } from '../support/apps.js';
import { deploymentOf, mainOf, objectsOf, policyOf, variablesOf } from '../support/objects.js';

describe('the proxy of Redis', () => {
  const apps = synth((chart) => {
    const cache = new RedisSentinel(chart, 'cache', { proxy: {} });
    new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [cache.proxy] });
  });
  const configuration = apps.get<ConfigMap>('ConfigMap', 'cache-proxy').data?.['haproxy.cfg'] ?? '';

  it('is a Deployment of its own, with its own budget, spread and policies', () => {
    expect(objectsOf(apps, 'cache-proxy')).toEqual([
      'ConfigMap/cache-proxy',
      'Deployment/cache-proxy',
      'NetworkPolicy/cache-proxy-from-api',
      'NetworkPolicy/cache-proxy-from-network.metrics',
      'NetworkPolicy/cache-proxy-to-cache',
      'PodDisruptionBudget/cache-proxy',
      'Service/cache-proxy',
      'ServiceAccount/cache-proxy',
    ]);
    expect(deploymentOf(apps, 'cache-proxy').spec.replicas).toBe(3);
    expect(policyOf(apps, 'cache-from-cache-proxy')?.ingress?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 6379 }]);
  });

  it('has a pod in each zone, for the clients there', () => {
    expect(deploymentOf(apps, 'cache-proxy').spec.template.spec.topologySpreadConstraints?.[0]).toMatchObject({ minDomains: 3 });
    expect(apps.get<Service>('Service', 'cache-proxy').spec).toMatchObject({ trafficDistribution: 'PreferClose' });
  });

  it('takes for the primary who says so and has a replica that follows', () => {
    expect(configuration).toContain(
      'expect min-recv 200 rstring role:master\\r\\nconnected_slaves:[0-9]+\\r\\n([^m]|master|min_slaves_good_slaves:[1-9])\n',
    );
    const five = synth((chart) => new RedisSentinel(chart, 'cache', { members: 5, proxy: {}, accept: { survival: 'five' } }));
    expect(five.get<ConfigMap>('ConfigMap', 'cache-proxy').data?.['haproxy.cfg']).toContain('min_slaves_good_slaves:[2-9])\n');
    expect(configuration).toContain('on-marked-down shutdown-sessions');
    expect(configuration.match(/^ {2}server /gm)).toHaveLength(3);
  });

  it('logs in by a variable, as a user who may do nothing else', () => {
    expect(configuration).toMatch(/AUTH proxy \$\{PROXY_PASSWORD\}/);
    expect(variablesOf(mainOf(apps, 'cache-proxy'))).toEqual({ PROXY_PASSWORD: 'Secret/cache-credentials/proxy-password' });
    expect(apps.get<ConfigMap>('ConfigMap', 'cache').data?.users).toContain('\nproxy +info\n');
  });

  it('gives its clients one address', () => {
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({
      REDIS_HOST: 'cache-proxy',
      REDIS_PORT: '6379',
      REDIS_USERNAME: 'app',
      REDIS_PASSWORD: 'Secret/cache-credentials/app-password',
      REDIS_URL: 'redis://$(REDIS_USERNAME):$(REDIS_PASSWORD)@$(REDIS_HOST):$(REDIS_PORT)',
    });
    expect(policyOf(apps, 'api-to-cache-proxy')).toBeDefined();
    expect(apps.all('NetworkPolicy').map(({ metadata }) => metadata.name)).not.toContain('api-to-cache');
    expect(apps.get<Service>('Service', 'cache-proxy').spec?.ports?.[0]).toMatchObject({ port: 6379, targetPort: 6379 });
  });
});

describe('Redis with TLS', () => {
  const apps = synth((chart) => {
    const cache = new RedisSentinel(chart, 'cache', { tls: 'on', proxy: {} });
    new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [cache] });
    new WebService(chart, 'legacy', { image: IMAGE, port: 8080, uses: [cache.proxy] });
  });

  it('listens for nothing else, and talks to its own kind with it', () => {
    const files = apps.get<ConfigMap>('ConfigMap', 'cache').data ?? {};
    expect(files['redis.conf']).toContain('port 0\ntls-port 6379\ntls-replication yes\n');
    expect(files['sentinel.conf']).toContain('port 0\ntls-port 26379\ntls-replication yes\n');
    const [main] = apps.get<StatefulSet>('StatefulSet', 'cache').spec.template.spec.containers;
    expect(main?.env).toContainEqual({ name: 'TLS_ARGUMENTS', value: '--tls --cacert /tls/ca.crt' });
  });

  it('has one certificate, for members, the proxy and the exporters', () => {
    const hosts = apps.get<SecretObject>('Secret', 'cache-tls').metadata.annotations?.['certificate.evenkeel.dev/hosts']?.split(' ');
    expect(hosts).toEqual(expect.arrayContaining(['cache-0', 'cache-2.test.svc', 'cache-proxy', 'localhost']));
  });

  it('has another key with each generation', () => {
    const source = (generation?: number) =>
      synth((chart) => new RedisSentinel(chart, 'cache', { tls: 'on', generation })).get<SecretObject>('Secret', 'cache-tls').metadata
        .annotations?.['secret.evenkeel.dev/tls.key'];
    expect([source(), source(2)]).toEqual(['certificate/cache/cache-tls/1', 'certificate/cache/cache-tls/2']);
  });

  it('gives clients the authority', () => {
    expect(variablesOf(mainOf(apps, 'api'))).toMatchObject({ REDIS_TLS_CA: '/etc/cache/ca.crt' });
    expect(variablesOf(mainOf(apps, 'legacy')).REDIS_URL).toMatch(/^rediss:/);
    for (const client of ['api', 'legacy', 'cache-proxy']) {
      expect(mainOf(apps, client).volumeMounts).toContainEqual({ name: 'cache-tls', mountPath: '/etc/cache', readOnly: true });
    }
  });

  it('tells when a certificate is not renewed', () => {
    const cache = apps.stack.components.find(({ name }) => name === 'cache');
    expect(cache?.alerts.map(({ name }) => name)).toContain('CertificateNotRenewed');
  });
});
