import { App } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Chart, ExternalService, MigrationTask, ScheduledTask, WebService, Worker } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { mainOf, objectsOf, policyOf, variablesOf } from '../support/objects.js';

const selector = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name } });
const service = (chart: Chart, name: string, port = 8080) => new WebService(chart, name, { image: IMAGE, port, metrics: 'none' });
const policies = (apps: ReturnType<typeof synth>) =>
  apps
    .all('NetworkPolicy')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== 'default-deny' && name !== 'allow-dns')
    .sort();

describe('a connection', () => {
  const apps = synth((chart) => {
    const orders = service(chart, 'orders-db', 8081);
    new Worker(chart, 'worker', { image: IMAGE, uses: [orders], metrics: 'none' });
  });

  it('opens one policy on each end, and nothing else', () => {
    expect(policies(apps)).toEqual(['orders-db-from-worker', 'worker-to-orders-db']);
  });

  it('lets the source’s pods out to the target’s pods, on its port alone', () => {
    expect(policyOf(apps, 'worker-to-orders-db')).toEqual({
      podSelector: selector('worker'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: selector('orders-db') }], ports: [{ protocol: 'TCP', port: 8081 }] }],
    });
  });

  it('lets the source’s pods in to the target’s pods, on its port alone', () => {
    expect(policyOf(apps, 'orders-db-from-worker')).toEqual({
      podSelector: selector('orders-db'),
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: selector('worker') }], ports: [{ protocol: 'TCP', port: 8081 }] }],
    });
  });

  it('gives the address, as one and in parts, under the name of the target', () => {
    expect(variablesOf(mainOf(apps, 'worker'))).toEqual({
      ORDERS_DB_URL: 'http://orders-db:8081',
      ORDERS_DB_HOST: 'orders-db',
      ORDERS_DB_PORT: '8081',
    });
  });

  it('removed takes its two policies and its variables with it, and nothing else', () => {
    const without = synth((chart) => {
      service(chart, 'orders-db', 8081);
      new Worker(chart, 'worker', { image: IMAGE, metrics: 'none' });
    });
    expect([...apps.stack.files.keys()].filter((path) => !without.stack.files.has(path)).sort()).toEqual([
      'shop/orders-db/networkpolicy.orders-db-from-worker.yaml',
      'shop/worker/networkpolicy.worker-to-orders-db.yaml',
    ]);
    const changed = [...without.stack.files].filter(([path, yaml]) => apps.stack.files.get(path) !== yaml).map(([path]) => path);
    expect(changed).toEqual(['shop/worker/deployment.worker.yaml']);
  });

  it('can be made by every kind of workload', () => {
    const all = synth((chart) => {
      const uses = [service(chart, 'api')];
      new Worker(chart, 'worker', { image: IMAGE, uses });
      new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *', uses });
      new MigrationTask(chart, 'migrate', { image: IMAGE, uses });
      new WebService(chart, 'front', { image: IMAGE, port: 8080, uses });
    });
    expect(objectsOf(all, 'api').filter((object) => object.includes('-from-'))).toEqual([
      'NetworkPolicy/api-from-front',
      'NetworkPolicy/api-from-migrate',
      'NetworkPolicy/api-from-report',
      'NetworkPolicy/api-from-worker',
    ]);
  });

  it('with two prefixes is one edge', () => {
    const twice = synth((chart) => {
      const orders = service(chart, 'orders');
      new Worker(chart, 'worker', { image: IMAGE, uses: [orders, orders.as('OLD')], metrics: 'none' });
    });
    expect(policies(twice)).toEqual(['orders-from-worker', 'worker-to-orders']);
    expect(Object.keys(variablesOf(mainOf(twice, 'worker')))).toEqual([
      'ORDERS_URL',
      'ORDERS_HOST',
      'ORDERS_PORT',
      'OLD_URL',
      'OLD_HOST',
      'OLD_PORT',
    ]);
  });
});

describe('two connections that set the same variable', () => {
  const database = (chart: Chart, name: string) =>
    new ExternalService(chart, name, {
      host: `${name}.example.com`,
      port: 5432,
      cidrs: ['203.0.113.0/24'],
      variables: { PGHOST: `${name}.example.com`, PGPORT: '5432' },
    });

  it('are refused, with the prefix that mends it', () => {
    expect(
      refusal((chart) => {
        const uses = [database(chart, 'users-db'), database(chart, 'orders-db')];
        new Worker(chart, 'worker', { image: IMAGE, uses });
      }),
    ).toEqual([
      `[test] worker "worker": connections to "users-db" and "orders-db" both set PGHOST; give one a prefix: uses: [ordersDb.as('ORDERS')]`,
    ]);
  });

  it('are mended by that prefix', () => {
    const apps = synth((chart) => {
      const uses = [database(chart, 'users-db'), database(chart, 'orders-db').as('ORDERS')];
      new Worker(chart, 'worker', { image: IMAGE, uses });
    });
    expect(variablesOf(mainOf(apps, 'worker'))).toEqual({
      PGHOST: 'users-db.example.com',
      PGPORT: '5432',
      ORDERS_PGHOST: 'orders-db.example.com',
      ORDERS_PGPORT: '5432',
    });
  });

  it('are refused when they are one, with a prefix that really differs', () => {
    const problem = refusal((chart) => {
      const orders = service(chart, 'orders');
      new Worker(chart, 'worker', { image: IMAGE, uses: [orders, orders] });
    }).join();
    expect(problem).toMatch(/worker "worker".*"orders"/);
    expect(problem).not.toContain("orders.as('ORDERS')");
  });
});

describe('a connection to another environment', () => {
  it('is refused, with the way to describe the other side', () => {
    const elsewhere = service(new Chart(new App(), 'shop', { ...testEnvironment, name: 'prod', namespace: 'prod' }), 'orders');
    expect(refusal((chart) => new Worker(chart, 'worker', { image: IMAGE, uses: [elsewhere] }))).toEqual([
      '[test] worker "worker": uses web-service "orders" of environment "prod"; connect within an environment, or describe the other side as an ExternalService',
    ]);
  });
});

describe('metrics', () => {
  const scraped = (metrics?: { namespace: string; labels?: Record<string, string> } | { cidr: string }) =>
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }), { network: { metrics } });

  it('may be read by every pod of the namespace that the environment names, on the metrics port', () => {
    expect(policyOf(scraped({ namespace: 'monitoring' }), 'api-from-network.metrics')).toEqual({
      podSelector: selector('api'),
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ protocol: 'TCP', port: 9090 }],
        },
      ],
    });
  });

  it('may be read by the pods or the addresses that it names', () => {
    expect(
      policyOf(scraped({ namespace: 'monitoring', labels: { app: 'prometheus' } }), 'api-from-network.metrics')?.ingress?.[0]?.from,
    ).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
        podSelector: { matchLabels: { app: 'prometheus' } },
      },
    ]);
    expect(policyOf(scraped({ cidr: '198.51.100.0/24' }), 'api-from-network.metrics')?.ingress?.[0]?.from).toEqual([
      { ipBlock: { cidr: '198.51.100.0/24' } },
    ]);
  });

  it('are read by nobody where the environment names nobody', () => {
    expect(policies(scraped())).toEqual([]);
  });
});
