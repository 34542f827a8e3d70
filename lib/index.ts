/**
 * Constructs that compose a highly available platform, and their synthesis to reviewable YAML.
 *
 * @module evenkeel
 */
export * from './core/index.js';
export * from './data/postgres/index.js';
export { type MaxMemoryPolicy, type RedisProxyProps, RedisSentinel, type RedisSentinelProps } from './data/redis/index.js';
export * from './messaging/kafka/index.js';
export { ExternalService, type ExternalServiceProps } from './network/external-service/index.js';
export type * from './network/route/index.js';
export * from './workload/index.js';
