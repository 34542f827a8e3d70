import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Chart, type Environment, KafkaCluster, PostgresCluster, RedisSentinel, Secret, WebService, Worker } from '../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo';

/**
 * The reference application: two web services and a worker, on a small service that we did not write
 * (https://github.com/stefanprodan/podinfo), with a database, a cache and an event stream. The api hands orders to the
 * backend, which keeps them and tells of them; the worker hears of them and asks the api.
 */
export class Shop extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'shop', environment);

    const orders = new PostgresCluster(this, 'orders-db', { database: 'orders' });
    const cache = new RedisSentinel(this, 'cache');
    const events = new KafkaCluster(this, 'events', { topics: [{ name: 'orders', partitions: 6 }] });

    const backend = new WebService(this, 'backend', {
      image: PODINFO,
      port: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info'],
      uses: [orders, events.produces('orders')],
      env: { PODINFO_UI_MESSAGE: 'orders are kept here' },
      config: { mountPath: '/etc/backend', files: { 'features.json': '{ "discounts": true }\n' } },
      resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
    });

    const api = new WebService(this, 'api', {
      image: PODINFO,
      port: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info', '--backend-url=$(BACKEND_URL)/echo'],
      uses: [backend, cache],
      waitForConnections: Duration.minutes(2),
      env: { PODINFO_UI_COLOR: '#34577c', SESSION_KEY: Secret.derived('session') },
      scaling: { min: 3, max: 12, cpu: 70 },
      route: { host: 'shop' },
    });

    new Worker(this, 'fulfilment', {
      image: PODINFO,
      healthPort: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info', '--backend-url=$(API_URL)/echo'],
      uses: [api, orders, events.consumes('orders', { group: 'fulfilment' })],
      scaling: { min: 2, max: 6, kafkaLag: { lag: 100 } },
    });
  }
}
