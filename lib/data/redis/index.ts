export type { RedisProxyProps } from './proxy/redis-proxy.props.js';
export { RedisSentinel } from './redis-sentinel.js';
export type { MaxMemoryPolicy, RedisSentinelProps } from './redis-sentinel.props.js';
