import { type Deployment, KafkaCluster, PostgresCluster, RedisSentinel, type StatefulSet } from '../../lib/index.js';
import { synth } from '../support/apps.js';

/** In the place of each upstream repository, as test/e2e/testbed/images.sh has them. */
export const MEASURED: Readonly<Record<string, string>> = {
  'ghcr.io/zalando/spilo-17': "PostgreSQL 17 and Patroni 4, Debian 13's packages",
  'quay.io/prometheuscommunity/postgres-exporter': "postgres_exporter, Debian 13's package",
  'docker.io/edoburu/pgbouncer': "PgBouncer 1.24, Debian 13's package",
  'docker.io/library/redis': "Redis 8.0, Debian 13's packages",
  'docker.io/valkey/valkey': "Valkey 8.1, Debian 13's packages",
  'docker.io/oliver006/redis_exporter': "redis_exporter, Debian 13's package",
  'docker.io/library/haproxy': "HAProxy 3.0, Debian 13's package",
  'docker.io/apache/kafka': "Kafka 4.1.0, jars of Maven Central on Debian 13's Java 21",
  'quay.io/strimzi/kafka': 'the JMX agent 1.0.1 of Maven Central, in the image of Kafka 4.1.0',
};

const repository = (image: string) => image.replace(/:[^:/]*$/, '');

/** Every image of the data services by default. */
const defaults = (): readonly string[] => {
  const apps = synth((chart) => {
    new PostgresCluster(chart, 'postgres', { database: 'orders' });
    new RedisSentinel(chart, 'redis', { proxy: {} });
    new RedisSentinel(chart, 'valkey', { engine: 'valkey' });
    new KafkaCluster(chart, 'kafka', { topics: [{ name: 'orders', partitions: 6 }] });
  });
  const pods = [...apps.all<StatefulSet>('StatefulSet'), ...apps.all<Deployment>('Deployment')].map(({ spec }) => spec.template.spec);
  const images = pods.flatMap(({ initContainers = [], containers }) => [...containers, ...initContainers].map(({ image = '' }) => image));
  return [...new Set(images)];
};

/** The default image, and what it was measured with. */
export const standIns = (): readonly (readonly string[])[] =>
  defaults().map((image) => {
    const measured = MEASURED[repository(image)];
    if (measured === undefined)
      throw new Error(`nobody says what was measured in the place of ${image}; add it to test/failover/images.ts`);
    return [`\`${image}\``, measured];
  });
