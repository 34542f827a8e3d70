import type { Duration } from 'cdk8s';
import type { Service, StatefulSet } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { DataProps, Storage } from '../stateful-set/stateful-set.props.js';
import type { RedisProxyProps } from './proxy/redis-proxy.props.js';

/** https://redis.io/docs/latest/develop/reference/eviction/ */
export type MaxMemoryPolicy =
  | 'noeviction'
  | 'allkeys-lru'
  | 'allkeys-lfu'
  | 'allkeys-random'
  | 'volatile-lru'
  | 'volatile-lfu'
  | 'volatile-random'
  | 'volatile-ttl';

export interface RedisSentinelProps extends DataProps {
  /** Which of the two servers; their images name their programs differently. @default 'redis' */
  readonly engine?: 'redis' | 'valkey';
  /** @default - 'docker.io/library/redis:8.2.3', of Valkey 'docker.io/valkey/valkey:8.1.4' */
  readonly image?: string;
  /** Of each member. The limit of memory is the request. @default - 100m, 256Mi */
  readonly resources?: DataProps['resources'];
  /** At least three times the memory. @default - 4 GiB */
  readonly storage?: Storage;
  /** Pods, each a server and a sentinel: 3, 5 or 7. The loss of two of 5 is survived by what `WAIT 2` has confirmed. @default 3 */
  readonly members?: number;
  /** What happens when the data outgrows `maxmemory` (60 % of the memory): refuse writes, or forget keys. @default 'noeviction' */
  readonly maxMemoryPolicy?: MaxMemoryPolicy;
  /** When a write is on disk: within a second, or before it is acknowledged. Only a power failure tells them apart. @default 'everysec' */
  readonly appendfsync?: 'everysec' | 'always';
  /**
   * Without an answer for so long, a sentinel takes the primary for lost. From 4 s on, a primary that is cut off refuses writes before
   * another one is promoted, whenever the cut comes; with three it may go on for half a second beside it. @default 3 s
   */
  readonly downAfter?: Duration;
  /** Between clients, servers and sentinels. Clients of sentinels get addresses, so they check the authority and no name. @default 'off' */
  readonly tls?: 'on' | 'off';
  /** Raise it by one to rotate all passwords, and the key of the certificate; the password before holds until it is raised again. @default 1 */
  readonly generation?: number;
  /** HAProxy, an address for clients that know nothing of sentinels: `uses: [cache.proxy]`. @default - none */
  readonly proxy?: RedisProxyProps;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: { readonly statefulSet?: Patch<StatefulSet>; readonly memberService?: Patch<Service> };
}
