import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type AppClass,
  Chart,
  type Environment,
  type Platform,
  RedisSentinel,
  type RedisSentinelProps,
  type StatefulSet,
} from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

const redisTrial = (props: RedisSentinelProps): AppClass =>
  class RedisTrial extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'redis', environment);
      new RedisSentinel(this, 'cache', props);
    }
  };

/** A primary that accepts writes which no replica has: what it accepts behind a partition is lost. */
const withoutReplicas = (set: StatefulSet): StatefulSet => {
  const { template } = set.spec;
  const [main, ...others] = template.spec.containers;
  if (!main) return set;
  const careless = { ...main, args: ['--min-replicas-to-write', '0'] };
  return { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, containers: [careless, ...others] } } } };
};

const redis = (props: RedisSentinelProps = {}): Platform => dataPlatform('redis', redisTrial(props));

export const redisVariants = {
  redis: () => redis(),
  'redis-tuned': () => redis({ proxy: {}, maxMemoryPolicy: 'volatile-lru', resources: { memory: Size.mebibytes(224) } }),
  'redis-next': () => redis({ proxy: {}, image: 'docker.io/library/redis-next:8.0' }),
  'redis-rotated': () => redis({ generation: 2 }),
  'redis-proxy': () => redis({ proxy: {} }),
  'redis-tls': () => redis({ proxy: {}, tls: 'on' }),
  'redis-valkey': () => redis({ engine: 'valkey' }),
  'redis-careless': () => redis({ patch: { statefulSet: withoutReplicas } }),
} satisfies Readonly<Record<string, () => Platform>>;
