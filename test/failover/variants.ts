import { readFileSync } from 'node:fs';
import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component, KafkaCluster, type Platform, PostgresCluster, RedisSentinel } from '../../lib/index.js';
import { kafkaVariants } from '../e2e/data/kafka.app.js';
import { postgresVariants } from '../e2e/data/postgres.app.js';
import { redisVariants } from '../e2e/data/redis.app.js';
import { bundledClient } from './bundle.js';
import { CERTIFICATES_FILE, WATCH, WRITER } from './names.js';
import { KAFKA_CLIENT, KAFKA_FILE } from './services/kafka.js';
import { CLIENT, CLIENT_FILE } from './services/node-client.js';
import type { ServiceName } from './services/service.js';
import { smallVolumes } from './small-volumes.js';
import { type WriterProps, writersApp } from './writers.js';

const NODE_IMAGE = 'docker.io/library/node:20-slim';

const KAFKA_IMAGE = 'docker.io/apache/kafka:4.1.0';
const TOPIC = 'orders';
const ALIVE = { handler: { exec: ['true'] }, period: Duration.seconds(30) };

/** Where nothing is deployed, only looked at. */
const RUN = process.env.FAILOVER_RUN ?? 'trial';

/** A namespace of its own, so that a campaign and a trial of the same service do not meet. */
const withWriters = (platform: Platform, writersOf: (scope: Construct) => Readonly<Record<string, WriterProps>>): Platform => ({
  ...platform,
  environments: platform.environments.map((environment) => ({
    ...environment,
    name: `failover-${environment.name}`,
    namespace: `acme-failover-${environment.name}`,
  })),
  apps: [...platform.apps, writersApp(writersOf)],
});

/** What other applications of the environment have made. */
const components = (scope: Construct): readonly Component[] =>
  scope.node.root.node.findAll().filter((one): one is Component => one instanceof Component);

const placed = <T extends Component>(scope: Construct, type: new (...args: never[]) => T): T => {
  const found = components(scope).find((one): one is T => one instanceof type);
  if (!found) throw new Error(`there is no ${type.name} to connect to`);
  return found;
};

const nodeWriter = (service: ServiceName, env: Readonly<Record<string, string>>): Omit<WriterProps, 'uses'> => ({
  image: NODE_IMAGE,
  command: [...CLIENT, 'write'],
  env: { RUN, ...env },
  files: { [CLIENT_FILE]: bundledClient(service), [CERTIFICATES_FILE]: bundledClient('certificates') },
  // A campaign is read back at once.
  memory: Size.mebibytes(256),
});

const members = (name: (ordinal: number) => string): string => [0, 1, 2].map(name).join(',');

/** Clients ask the sentinels; where there is a proxy, others know its one address, and nobody else's. */
const redisWriters = (lanes: string) => (scope: Construct) => {
  const cache = placed(scope, RedisSentinel);
  const writes = { LANES: lanes, INTERVAL_MILLIS: '40' };
  const writers = {
    [WRITER]: { ...nodeWriter('redis', { MEMBERS: members((n) => `cache-${n}:6379`), ...writes }), uses: [cache] },
  };
  if (!components(scope).some(({ name }) => name === 'cache-proxy')) return writers;
  const proxied = { MEMBERS: '', ...writes, LANES: 'durable' };
  return { ...writers, [`${WRITER}-proxied`]: { ...nodeWriter('redis', proxied), uses: [cache.proxy] } };
};

/** Half of the clients go straight to the leader, and watch the members; half go as applications do, through the pooler. */
const postgresWriters = (scope: Construct) => {
  const orders = placed(scope, PostgresCluster);
  const writes = { LANES: 'durable', INTERVAL_MILLIS: '60' };
  return {
    [WRITER]: {
      ...nodeWriter('postgres', { MEMBERS: members((n) => `orders-db-${n}.orders-db-peers`), ...writes }),
      uses: [orders.direct],
    },
    [`${WRITER}-pooled`]: { ...nodeWriter('postgres', { MEMBERS: '', ...writes }), uses: [orders] },
  };
};

/** Kafka's own producer writes; a client in Node.js watches who leads. */
const kafkaWriters = (acks: '-1' | '1') => (scope: Construct) => {
  const events = placed(scope, KafkaCluster);
  const consumed = (group: string) => events.consumes(TOPIC, { group });
  return {
    [WRITER]: {
      image: KAFKA_IMAGE,
      user: 1000,
      command: [...KAFKA_CLIENT, 'write'],
      env: { RUN, TOPIC, ACKS: acks, LANE: acks === '1' ? 'plain' : 'durable', RATE: '20' },
      files: { [KAFKA_FILE]: readFileSync(new URL('clients/kafka.sh', import.meta.url), 'utf8') },
      memory: Size.mebibytes(320),
      uses: [events.produces(TOPIC), consumed('failover')],
      probes: { startup: ALIVE, readiness: ALIVE, liveness: ALIVE },
      accept: { probes: 'a client reports by its log, and is never restarted for the sake of what it writes to' },
    },
    [WATCH]: { ...nodeWriter('kafka', { TOPIC, MEMBERS: members((n) => `events-broker-${n}`) }), uses: [consumed('watch')] },
  };
};

/** The same on volumes that can be filled, in an environment of its own: claims of a StatefulSet never change. */
const small = (platform: Platform, service: ServiceName, set: string): Platform => ({
  ...platform,
  environments: platform.environments.map((environment) => ({
    ...environment,
    name: `small-${service}`,
    namespace: `acme-small-${service}`,
  })),
  apps: [...platform.apps, smallVolumes(service, set)],
});

const base = {
  redis: () => withWriters(redisVariants['redis-proxy'](), redisWriters('durable,plain')),
  postgres: () => withWriters(postgresVariants.postgres(), postgresWriters),
  kafka: () => withWriters(kafkaVariants.kafka(), kafkaWriters('-1')),
};

/** The data services with clients beside them, as campaigns deploy them. */
export const failoverVariants = {
  'failover-redis': base.redis,
  'failover-redis-tuned': () => withWriters(redisVariants['redis-tuned'](), redisWriters('durable,plain')),
  'failover-redis-next': () => withWriters(redisVariants['redis-next'](), redisWriters('durable,plain')),
  'failover-redis-careless': () => withWriters(redisVariants['redis-careless'](), redisWriters('plain')),
  'failover-redis-tls': () => withWriters(redisVariants['redis-tls'](), redisWriters('durable')),
  'failover-redis-valkey': () => withWriters(redisVariants['redis-valkey'](), redisWriters('durable,plain')),
  'failover-redis-small': () => small(base.redis(), 'redis', 'cache'),
  'failover-postgres': base.postgres,
  'failover-postgres-tuned': () => withWriters(postgresVariants['postgres-tuned'](), postgresWriters),
  'failover-postgres-next': () => withWriters(postgresVariants['postgres-next'](), postgresWriters),
  'failover-postgres-careless': () => withWriters(postgresVariants['postgres-careless'](), postgresWriters),
  'failover-postgres-small': () => small(base.postgres(), 'postgres', 'orders-db'),
  'failover-kafka': base.kafka,
  'failover-kafka-tuned': () => withWriters(kafkaVariants['kafka-tuned'](), kafkaWriters('-1')),
  'failover-kafka-next': () => withWriters(kafkaVariants['kafka-next'](), kafkaWriters('-1')),
  'failover-kafka-careless': () => withWriters(kafkaVariants['kafka-careless'](), kafkaWriters('1')),
  'failover-kafka-tls': () => withWriters(kafkaVariants['kafka-tls'](), kafkaWriters('-1')),
  'failover-kafka-small': () => small(base.kafka(), 'kafka', 'events-broker'),
} satisfies Readonly<Record<string, () => Platform>>;
