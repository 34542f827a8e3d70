import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type Environment, type Route, WebService, type WebServiceProps } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { policyOf } from '../support/objects.js';

const build =
  (route: Route, props: Partial<WebServiceProps> = {}) =>
  (chart: ConstructorParameters<typeof WebService>[0]) =>
    new WebService(chart, 'api', { image: IMAGE, port: 8080, route, ...props });
const routed = (route: Route = { host: 'shop' }, environment: Partial<Environment> = {}, props: Partial<WebServiceProps> = {}) =>
  synth(build(route, props), environment);
const refused = (route: Route, network: Environment['network'] = testEnvironment.network, props: Partial<WebServiceProps> = {}) =>
  refusal(build(route, props), { network }).map((problem) => problem.replace('[test] web-service "api": ', ''));
const gateway = { name: 'public', namespace: 'gateway' };
const ingress = { className: 'traefik', namespace: 'traefik' };

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

  it('is at the domain itself where its host is @', () => {
    expect(routed({ host: '@' }).get('HTTPRoute', 'api')).toMatchObject({ spec: { hostnames: ['example.com'] } });
  });

  it('lets in what the environment says that the Gateway sends from', () => {
    const network = { gateway: { ...gateway, from: [{ cidr: '130.211.0.0/22' }, { cidr: '35.191.0.0/16' }] } };
    expect(policyOf(routed({ host: 'shop' }, { network }), 'api-from-network.gateway')).toMatchObject({
      ingress: [{ from: [{ ipBlock: { cidr: '130.211.0.0/22' } }, { ipBlock: { cidr: '35.191.0.0/16' } }] }],
    });
  });

  it('follows the environment’s domain', () => {
    expect(routed({ host: 'shop' }, { domain: 'staging.example.com' }).get('HTTPRoute', 'api')).toMatchObject({
      spec: { hostnames: ['shop.staging.example.com'] },
    });
  });

  it('matches paths, methods and headers', () => {
    const matches = [{ path: { exact: '/v2' }, method: 'GET' as const, headers: { 'x-beta': 'yes' } }, { path: { regex: '/[0-9]+' } }];
    expect(routed({ host: 'shop', paths: ['/a', '/b'], matches }).get('HTTPRoute', 'api')).toMatchObject({
      spec: {
        rules: [
          {
            matches: [
              { path: { type: 'PathPrefix', value: '/a' } },
              { path: { type: 'PathPrefix', value: '/b' } },
              { path: { type: 'Exact', value: '/v2' }, method: 'GET', headers: [{ name: 'x-beta', value: 'yes' }] },
              { path: { type: 'RegularExpression', value: '/[0-9]+' } },
            ],
          },
        ],
      },
    });
  });

  it('has timeouts, retries where the cluster has that channel, and redirects before its own rule', () => {
    const route: Route = {
      host: 'shop',
      timeouts: { request: Duration.seconds(10), backendRequest: Duration.millis(2500) },
      retries: { attempts: 2, codes: [502, 503], backoff: Duration.millis(100) },
      redirects: [
        { path: '/old', to: '/new' },
        { path: '/docs', to: 'https://docs.example.com:8443/shop', code: 302 },
      ],
    };
    const network = { gateway: { ...gateway, channel: 'experimental' as const } };
    const redirect = (path: string, requestRedirect: object) => ({
      matches: [{ path: { type: 'PathPrefix', value: path } }],
      filters: [{ type: 'RequestRedirect', requestRedirect }],
    });
    expect(routed(route, { network }).get('HTTPRoute', 'api')).toMatchObject({
      spec: {
        rules: [
          redirect('/old', { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' }, statusCode: 301 }),
          redirect('/docs', {
            scheme: 'https',
            hostname: 'docs.example.com',
            port: 8443,
            path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/shop' },
            statusCode: 302,
          }),
          {
            timeouts: { request: '10s', backendRequest: '2500ms' },
            retry: { attempts: 2, codes: [502, 503], backoff: '100ms' },
            backendRefs: [{ name: 'api', port: 8080 }],
          },
        ],
      },
    });
  });

  it('of a gRPC service is a GRPCRoute, which matches services and methods', () => {
    const matches = [{ service: 'acme.Orders', method: 'Get', headers: { tenant: 'a' } }, { service: 'acme.Carts' }];
    const apps = routed({ host: 'shop', matches }, {}, { protocol: 'grpc' });
    expect(apps.all('HTTPRoute')).toEqual([]);
    expect(apps.get('GRPCRoute', 'api')).toMatchObject({
      spec: {
        hostnames: ['shop.example.com'],
        rules: [
          {
            matches: [
              { method: { service: 'acme.Orders', method: 'Get' }, headers: [{ name: 'tenant', value: 'a' }] },
              { method: { service: 'acme.Carts' } },
            ],
            backendRefs: [{ name: 'api', port: 8080 }],
          },
        ],
      },
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
});

describe('a route with TLS', () => {
  it('of the Gateway is at its listener https, and plain requests are redirected', () => {
    const apps = routed({ host: 'shop', tls: 'gateway' });
    expect(apps.all('Gateway')).toEqual([]);
    expect(apps.get('HTTPRoute', 'api')).toMatchObject({ spec: { parentRefs: [{ name: 'public', sectionName: 'https' }] } });
    expect(apps.get('HTTPRoute', 'api-https-redirect')).toMatchObject({
      spec: {
        parentRefs: [{ name: 'public', sectionName: 'http' }],
        hostnames: ['shop.example.com'],
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      },
    });
  });

  const network = { gateway: { ...gateway, className: 'envoy' } };
  it.each<[Route['tls'], string, object | undefined]>([
    [{ secret: 'shop-cert' }, 'shop-cert', undefined],
    [{ issuer: 'letsencrypt' }, 'api-tls', { 'cert-manager.io/cluster-issuer': 'letsencrypt' }],
  ])('of %j has a Gateway of its own', (tls, secret, annotations) => {
    const apps = routed({ host: 'shop', tls }, { network });
    const own = apps.get('Gateway', 'api');
    expect(own.metadata.annotations).toEqual(annotations);
    expect(own).toMatchObject({
      spec: {
        gatewayClassName: 'envoy',
        listeners: [
          { name: 'http', port: 80, hostname: 'shop.example.com' },
          { name: 'https', port: 443, hostname: 'shop.example.com', tls: { mode: 'Terminate', certificateRefs: [{ name: secret }] } },
        ],
      },
    });
    expect(apps.get('HTTPRoute', 'api')).toMatchObject({ spec: { parentRefs: [{ name: 'api', sectionName: 'https' }] } });
  });
});

describe('an Ingress', () => {
  it('takes the place of the Gateway, with its class and certificate, and Pulumi does not wait for an address', () => {
    const apps = routed({ host: 'shop', paths: ['/', '/api'], tls: { issuer: 'letsencrypt' } }, { network: { ingress } });
    const backend = { service: { name: 'api', port: { number: 8080 } } };
    expect(apps.get('Ingress', 'api')).toMatchObject({
      metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'pulumi.com/skipAwait': 'true' } },
      spec: {
        ingressClassName: 'traefik',
        tls: [{ hosts: ['shop.example.com'], secretName: 'api-tls' }],
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend },
                { path: '/api', pathType: 'Prefix', backend },
              ],
            },
          },
        ],
      },
    });
    expect(policyOf(apps, 'api-from-network.ingress')).toMatchObject({ ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }] });
  });

  it('is chosen where the environment has both', () => {
    const apps = routed({ host: 'shop', through: 'ingress' }, { network: { gateway, ingress } });
    expect(apps.all('Ingress')).toHaveLength(1);
    expect(apps.all('HTTPRoute')).toEqual([]);
  });
});

describe('a route is refused', () => {
  it('where the environment has nothing that it could go through', () => {
    expect(refused({ host: 'shop' }, {})).toEqual([
      'route.host "shop" needs a Gateway; add network.gateway (name, namespace) to environment "test"',
    ]);
    expect(refused({ host: 'shop', through: 'ingress' }, { gateway })).toEqual([
      'route.host "shop" needs an Ingress controller; add network.ingress (className, namespace) to environment "test"',
    ]);
  });

  it('with what an Ingress has not', () => {
    const route: Route = { host: 'shop', redirects: [{ path: '/a', to: '/b' }], retries: { attempts: 2 } };
    expect(refused(route, { ingress })).toEqual([
      "route through an Ingress has paths and a certificate, and no retries, redirects; use through: 'gateway'",
    ]);
  });

  it('with what this Gateway ignores without a word', () => {
    const route: Route = { host: 'shop', timeouts: { request: Duration.seconds(1) }, retries: { attempts: 2 } };
    expect(refused(route, { gateway: { ...gateway, implementation: 'traefik' } })).toEqual([
      'route.timeouts.request, route.retries: traefik ignores that without a word; remove it, or use another Gateway',
    ]);
  });

  it('with retries, which the standard channel drops', () => {
    expect(refused({ host: 'shop', retries: { attempts: 2 } })).toEqual([
      'route.retries is in the Gateway API\'s experimental channel only, and the standard one drops it; install that channel and set network.gateway.channel of environment "test", or remove it',
    ]);
  });

  it('with a certificate and no class for its Gateway', () => {
    expect(refused({ host: 'shop', tls: { secret: 'cert' } })).toEqual([
      'route.tls with a certificate of its own needs a Gateway of its own; add network.gateway.className to environment "test", or use tls: \'gateway\'',
    ]);
  });

  it('with a timeout for all tries below that for one', () => {
    expect(refused({ host: 'shop', timeouts: { request: Duration.seconds(1), backendRequest: Duration.seconds(2) } })).toEqual([
      'route.timeouts.request (1000 ms) covers all tries and is at least backendRequest (2000 ms); raise it or lower backendRequest',
    ]);
  });

  it('with addresses that the API server refuses only after every workload has rolled', () => {
    expect(refused({ host: 'Shop', paths: ['api', '//'], redirects: [{ path: '/a', to: 'docs.example.com/x' }] })).toEqual([
      'route.host is a name below the domain, in lower case, or \'@\' for the domain itself (got "Shop")',
      'a path of a route begins with / and has no //, no dots as a segment and no # (got "api")',
      'a path of a route begins with / and has no //, no dots as a segment and no # (got "//")',
      'route.redirects lead to a path or to an address with http:// or https:// (got "docs.example.com/x")',
    ]);
  });

  it('with a Gateway whose pods would start in the closed namespace', () => {
    expect(
      refused({ host: 'shop', tls: { secret: 'cert' } }, { gateway: { ...gateway, className: 'nginx', implementation: 'nginx' } }),
    ).toEqual([
      "route.tls with a certificate of its own needs a Gateway of its own, whose pods nginx puts into the namespace, where the network is closed to them; use tls: 'gateway'",
    ]);
  });

  it('with matches of the other protocol', () => {
    expect(refused({ host: 'shop', matches: [{ service: 'acme.Orders' }] })).toEqual([
      'route.matches with a service are for gRPC; use { path, method, headers }',
    ]);
    expect(refused({ host: 'shop', paths: ['/a'], matches: [{ path: { exact: '/' } }] }, undefined, { protocol: 'grpc' })).toEqual([
      'route.matches of a gRPC service are { service, method, headers }; remove path',
      'a GRPCRoute has no paths; remove it',
    ]);
  });
});
