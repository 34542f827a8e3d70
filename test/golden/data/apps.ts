import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  type Chart,
  type Environment,
  ExternalService,
  KafkaCluster,
  PostgresCluster,
  RedisSentinel,
  Secret,
  WebService,
  Worker,
} from '../../../lib/index.js';
import { IMAGE } from '../../support/apps.js';

/** Data services as they are without a setting, and their clients. It never changes. */
export function defaults(chart: Chart): void {
  const orders = new PostgresCluster(chart, 'orders-db', { database: 'orders' });
  const cache = new RedisSentinel(chart, 'cache');
  const events = new KafkaCluster(chart, 'events', { topics: [{ name: 'orders', partitions: 6 }] });
  new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [orders, cache, events.produces('orders')] });
  new Worker(chart, 'fulfilment', { image: IMAGE, uses: [orders, events.consumes('orders', { group: 'fulfilment' })] });
}

/** What a setting adds to data pods, or changes in them: TLS, backups, Valkey, a proxy, more members, other sizes. It never changes, from 0.2.0 on. */
export function settings(chart: Chart): void {
  const ledger = new PostgresCluster(chart, 'ledger-db', {
    database: 'ledger',
    image: 'ghcr.io/acme/spilo-pgbackrest:17-4.0-p3',
    members: 5,
    users: [{ name: 'reports', access: 'read' }],
    extensions: ['pg_trgm'],
    parameters: { work_mem: '16MB' },
    resources: { memory: Size.gibibytes(2) },
    storage: { size: Size.gibibytes(40), class: 'fast' },
    pooler: { replicas: 2, poolSize: 10 },
    backup: {
      store: {
        service: new ExternalService(chart, 's3', { host: 's3.example.com', port: 443, cidrs: ['203.0.113.0/24'] }),
        bucket: 'acme-backups',
        region: 'eu-central-1',
        accessKey: Secret.fromConfig('backup-access-key'),
        secretKey: Secret.fromConfig('backup-secret-key'),
      },
    },
  });
  const sessions = new RedisSentinel(chart, 'sessions', {
    members: 5,
    tls: 'on',
    proxy: {},
    appendfsync: 'always',
    maxMemoryPolicy: 'volatile-lru',
    resources: { memory: Size.gibibytes(1) },
    storage: { size: Size.gibibytes(8) },
    generation: 2,
  });
  const scores = new RedisSentinel(chart, 'scores', { engine: 'valkey', tls: 'on' });
  const clicks = new KafkaCluster(chart, 'clicks', {
    topics: [{ name: 'clicks', partitions: 12, config: { 'retention.ms': '86400000' } }],
    tls: 'on',
    brokers: { replicas: 5, resources: { memory: Size.gibibytes(1) }, storage: { size: Size.gibibytes(100) } },
    config: { 'num.io.threads': '4' },
  });
  new WebService(chart, 'bank', {
    image: IMAGE,
    port: 8080,
    uses: [ledger, sessions.proxy, scores.as('SCORES'), clicks.produces('clicks')],
  });
}

/** Six nodes, for the sets of five. */
export const roomy: Partial<Environment> = { nodes: { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) } };
