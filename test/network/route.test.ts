import { describe, expect, it } from 'vitest';
import { type Environment, type Route, WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { policyOf } from '../support/objects.js';

const routed = (route: Route = { host: 'shop' }, environment: Partial<Environment> = {}) =>
  synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, route }), environment);

describe('a route', () => {
  it('attaches the Service to the Gateway, under the environment’s domain', () => {
    expect(routed().get('HTTPRoute', 'api')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: {
        parentRefs: [{ name: 'public', namespace: 'gateway' }],
        hostnames: ['shop.example.com'],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'api', port: 8080 }] }],
      },
    });
  });

  it('matches the paths that it is given', () => {
    expect(routed({ host: 'shop', paths: ['/a', '/b'] }).get('HTTPRoute', 'api')).toMatchObject({
      spec: { rules: [{ matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }] }] },
    });
  });

  it('follows the environment’s domain', () => {
    expect(routed({ host: 'shop' }, { domain: 'staging.example.com' }).get('HTTPRoute', 'api')).toMatchObject({
      spec: { hostnames: ['shop.staging.example.com'] },
    });
  });

  it('lets the Gateway’s pods in, on the service’s port and never on that of the metrics', () => {
    expect(policyOf(routed(), 'api-from-network.gateway')).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } }],
          ports: [{ protocol: 'TCP', port: 8080 }],
        },
      ],
    });
  });

  it('opens last', () => {
    expect(routed().stack.manifests.find(({ object }) => object.kind === 'HTTPRoute')?.stage).toBe('routes');
  });

  it('is refused where the environment has no Gateway', () => {
    expect(
      refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, route: { host: 'shop' } }), { network: {} }),
    ).toEqual(['[test] web-service "api": route.host "shop" needs a Gateway; add network.gateway (name, namespace) to environment "test"']);
  });
});
