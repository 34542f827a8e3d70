import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platform } from '../../../apps/platform.js';
import { type Chart, ExternalService, MigrationTask, ScheduledTask, synthesize, WebService, Worker } from '../../../lib/index.js';
import { mapMermaid } from '../../../lib/review/map/mermaid.js';
import { architectureMap } from '../../../lib/review/map/model.js';
import { mapFiles } from '../../../lib/review/map/page.js';
import { mapSvg } from '../../../lib/review/map/svg.js';
import { IMAGE, synth } from '../../support/apps.js';
import { ROOT } from '../../support/files.js';
import { defined } from '../../support/objects.js';

const mapOf = (build: (chart: Chart) => void) => architectureMap(synth(build).stack);
const service = (chart: Chart, name: string, props: Partial<ConstructorParameters<typeof WebService>[2]> = {}) =>
  new WebService(chart, name, { image: IMAGE, port: 8080, ...props });
const edgesOf = (build: (chart: Chart) => void) =>
  mapOf(build).edges.map(({ from, to, label }) => `${from} → ${to}${label ? ` (${label})` : ''}`);

describe('the committed map', () => {
  const [stack] = synthesize(platform, 'prod');
  const files = mapFiles(architectureMap(defined(stack)));

  it.each(['map.md', 'map.svg'])('docs/%s is current', (file) => {
    expect(readFileSync(join(ROOT, 'docs', file), 'utf8'), `docs/${file} is not the map of prod: run npm run map, and commit it`).toBe(
      files.get(file),
    );
  });

  it('has every component of the reference application, and its connections', () => {
    const { nodes, edges } = architectureMap(defined(stack));
    expect(nodes.map(({ id }) => id).sort()).toEqual([
      ...['api', 'backend', 'cache', 'events-broker', 'events-clean-up', 'events-controller', 'events-set-up', 'fulfilment'],
      ...['orders-db', 'orders-db-pooler', 'orders-db-set-up', 'shop.example.com'],
    ]);
    expect(edges.map(({ from, to }) => `${from} to ${to}`).sort()).toEqual([
      'api to backend',
      'api to cache',
      'backend to events-broker',
      'backend to orders-db-pooler',
      'events-broker to events-controller',
      'events-clean-up to events-broker',
      'events-set-up to events-broker',
      'fulfilment to api',
      'fulfilment to events-broker',
      'fulfilment to orders-db-pooler',
      'orders-db-pooler to orders-db',
      'orders-db-set-up to orders-db',
      'shop.example.com to api',
    ]);
  });
});

describe('a box', () => {
  const lines = (build: (chart: Chart) => void) => Object.fromEntries(mapOf(build).nodes.map(({ id, lines }) => [id, lines]));

  it('says kind, image, pods and zones', () => {
    expect(
      lines((chart) => {
        service(chart, 'api', { scaling: { min: 3, max: 12 } });
        new Worker(chart, 'worker', { image: `ghcr.io/acme/worker@sha256:${'a'.repeat(64)}` });
      }),
    ).toEqual({
      api: ['web-service', 'api:1.4.2', '3 to 12 pods · zones a, b, c'],
      worker: ['worker', 'worker@sha256:aaaaaaaaaaaa', '3 pods · zones a, b, c'],
    });
  });

  it('says when a task runs', () => {
    expect(
      lines((chart) => {
        new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' });
        new MigrationTask(chart, 'migrate', { image: IMAGE });
      }),
    ).toEqual({ report: ['scheduled-task', 'api:1.4.2', 'at 0 3 * * *'], migrate: ['migration-task', 'api:1.4.2', 'once per release'] });
  });

  it('of a service outside of the cluster says where that is', () => {
    expect(
      lines((chart) => new ExternalService(chart, 'payments', { host: 'pay.example.com', port: 443, cidrs: ['203.0.113.0/24'] })),
    ).toEqual({
      payments: ['external-service', 'pay.example.com:443'],
    });
  });

  it('names no zones where there is one, and pods spread over nodes', () => {
    const { stack } = synth((chart) => new Worker(chart, 'worker', { image: IMAGE }), { zones: ['a'] });
    expect(architectureMap(stack).nodes[0]?.lines.at(-1)).toBe('3 pods');
  });
});

describe('an arrow', () => {
  it('leads from who connects to whom, once', () => {
    expect(
      edgesOf((chart) => {
        const db = service(chart, 'db');
        service(chart, 'api', { uses: [db, db.as('OTHER')] });
      }),
    ).toEqual(['api → db']);
  });

  it('leads from a host to its service', () => {
    expect(edgesOf((chart) => service(chart, 'api', { route: { host: 'shop' } }))).toEqual(['shop.example.com → api']);
    expect(edgesOf((chart) => service(chart, 'api', { expose: 'load-balancer' }))).toEqual(['load balancer → api']);
  });

  it('leads from no host where a route of anybody’s making names none, or has no rules', () => {
    const route = (spec: object) => (chart: Chart) =>
      service(chart, 'api').add('http-route', {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'api' },
        spec: { parentRefs: [{ name: 'public', namespace: 'gateway' }], ...spec },
      });
    const rules = [{ backendRefs: [{ name: 'api', port: 8080 }] }];
    expect(edgesOf(route({ rules }))).toEqual([]);
    expect(edgesOf(route({ hostnames: ['raw.example.com'] }))).toEqual([]);
    expect(edgesOf(route({ hostnames: ['raw.example.com'], rules }))).toEqual(['raw.example.com → api']);
  });

  it('leads from a host to where its requests are mirrored and to an Ingress’ default', () => {
    const backend = { name: 'copy', port: 8080 };
    const edges = edgesOf((chart) => {
      service(chart, 'copy');
      const api = service(chart, 'api');
      api.add('http-route', {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'api' },
        spec: {
          parentRefs: [{ name: 'public', namespace: 'gateway' }],
          hostnames: ['raw.example.com'],
          rules: [
            { backendRefs: [{ name: 'api', port: 8080 }], filters: [{ type: 'RequestMirror', requestMirror: { backendRef: backend } }] },
          ],
        },
      });
      api.add('ingress', {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'api' },
        spec: { defaultBackend: { service: { name: 'api', port: { number: 8080 } } }, rules: [{ host: 'old.example.com' }] },
      });
    });
    expect(edges).toEqual(['raw.example.com → api', 'raw.example.com → copy', 'old.example.com → api']);
  });

  it('says how a route divides its requests', () => {
    const canary = { image: 'ghcr.io/acme/api:2.0.0', weight: 10 };
    expect(edgesOf((chart) => service(chart, 'api', { route: { host: 'shop' }, canary }))).toEqual([
      'shop.example.com → api (90 %)',
      'shop.example.com → api-canary (10 %)',
    ]);
  });

  it('leads to the colour that gets the requests', () => {
    const shop = (active: 'blue' | 'green') => (chart: Chart) => {
      const api = service(chart, 'api', { route: { host: 'shop' }, blueGreen: { green: 'ghcr.io/acme/api:2.0.0', active } });
      new Worker(chart, 'worker', { image: IMAGE, uses: [api] });
    };
    expect(edgesOf(shop('blue'))).toEqual(['shop.example.com → api', 'worker → api']);
    expect(edgesOf(shop('green'))).toEqual(['shop.example.com → api-green', 'worker → api-green']);
  });
});

const shop = (chart: Chart) => {
  const payments = new ExternalService(chart, 'payments', { host: 'pay.example.com', port: 443, cidrs: ['203.0.113.0/24'] });
  service(chart, 'end', { uses: [payments], route: { host: 'shop' } });
};

describe('the drawings', () => {
  it('are Mermaid with the namespace as a frame, and no word of its language as a name', () => {
    expect(mapMermaid(mapOf(shop)).split('\n')).toEqual([
      'flowchart LR',
      '  n_shop__example__com(["<b>shop.example.com</b>"])',
      '  subgraph namespace["namespace test"]',
      '    n_end["<b>end</b><br/>web-service<br/>api:1.4.2<br/>3 pods · zones a, b, c"]',
      '  end',
      '  n_payments[/"<b>payments</b><br/>external-service<br/>pay.example.com:443"/]',
      '  n_shop__example__com --> n_end',
      '  n_end --> n_payments',
      '',
    ]);
  });

  it('are SVG with every box, every arrow and a ground of its own', () => {
    const svg = mapSvg(mapOf(shop));
    for (const text of [
      'shop.example.com',
      'end',
      'web-service',
      'api:1.4.2',
      '3 pods · zones a, b, c',
      'payments',
      'pay.example.com:443',
    ]) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).toContain('>environment test, namespace test</text>');
    expect(svg.match(/marker-end/g)).toHaveLength(2);
    expect(svg).toMatch(/<rect width="(\d+)" height="(\d+)" fill="#f7f8fa"\/>/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('escape what is text', () => {
    const map = {
      environment: 'a<b',
      namespace: 'n',
      nodes: [{ id: 'a', title: 'a & "b" <c>', lines: [], place: 'namespace' as const }],
      edges: [],
    };
    expect(mapSvg(map)).toContain('>a &amp; "b" &lt;c&gt;</text>');
    expect(mapMermaid(map)).toContain('n_a["<b>a & #quot;b#quot; &lt;c></b>"]');
  });

  it('are drawn of an environment without components too', () => {
    const empty = mapOf(() => undefined);
    expect(empty.nodes).toEqual([]);
    expect(mapSvg(empty)).not.toMatch(/NaN|Infinity/);
  });
});
