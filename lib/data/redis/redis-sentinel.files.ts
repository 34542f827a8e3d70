import { REDIS_PORT, replicasToWrite, SENTINEL_PORT } from './redis-sentinel.objects.js';
import type { RedisSentinelProps } from './redis-sentinel.props.js';
import { COMMON, FOLLOW, HAND_OVER, HEALTH, KEEP, LEAVE, PREPARE, START, START_SENTINEL } from './scripts/index.js';
import { listen } from './tls.js';

/** Of the memory: copies that a background save makes, buffers of clients and replicas, and fragmentation need the rest. */
const MAXMEMORY_SHARE = 0.6;
/**
 * For replicas that are behind; above it they begin with a new copy. It is outside of maxmemory, and Redis' own 256 MB are more than
 * the whole of a small container: a replica that stood still would end the primary.
 */
const BUFFER_SHARE = 0.2;

/**
 * The server's settings; start.sh adds the addresses and users of the member.
 *
 * A primary that too few replicas (one of three members) have acknowledged anything to refuses writes two to four seconds later: a
 * lag of two is up to three in whole seconds, and it looks once a second. The sentinels need three seconds to take it for lost and
 * mostly one more to promote another. What it accepts without `WAIT` until then is lost; see `downAfter`.
 */
const serverSettings = (
  { appendfsync = 'everysec', maxMemoryPolicy = 'noeviction', tls = 'off' }: RedisSentinelProps,
  members: number,
  memoryMebibytes: number,
) => `\
${listen(REDIS_PORT, tls)}bind * -::*
protected-mode no
dir /data
maxmemory ${Math.floor(memoryMebibytes * MAXMEMORY_SHARE)}mb
maxmemory-policy ${maxMemoryPolicy}
appendonly yes
appendfsync ${appendfsync}
aof-load-truncated yes
save ""
min-replicas-to-write ${replicasToWrite(members)}
min-replicas-max-lag 2
replica-announce-port 6379
masteruser replica
repl-diskless-sync yes
repl-diskless-sync-delay 0
repl-backlog-size 16mb
repl-ping-replica-period 2
repl-timeout 15
client-output-buffer-limit replica ${Math.floor(memoryMebibytes * BUFFER_SHARE)}mb ${Math.floor((memoryMebibytes * BUFFER_SHARE) / 2)}mb 60
tcp-keepalive 30
`;

/** Users of the server, with no more rights than each needs. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#redis-access-control-list-authentication */
const USERS = `\
app ~* &* +@all -@admin -@dangerous +info +role +sort +sort_ro +keys
replica +psync +replconf +ping
sentinel &* +multi +exec +slaveof +ping +subscribe +publish +info +role +config|rewrite +client|setname +client|kill +script|kill
keeper +ping +info +role +replicaof +config|set +client|pause +client|unpause +client|kill
exporter +ping +info +client|setname +slowlog|len +slowlog|get +latency|latest +latency|histogram
proxy +info
`;

const sentinelSettings = ({ tls = 'off' }: RedisSentinelProps) => `\
${listen(SENTINEL_PORT, tls)}protected-mode no
dir /tmp
sentinel resolve-hostnames no
sentinel announce-hostnames no
`;

/** Users of the sentinels. */
const SENTINEL_USERS = `\
app &* +ping +info +role +hello +client +subscribe +psubscribe +unsubscribe +punsubscribe +sentinel|get-master-addr-by-name +sentinel|master +sentinel|masters +sentinel|replicas +sentinel|slaves +sentinel|sentinels
sentinel &* +@all
keeper &+selected-slave +ping +info +sentinel +subscribe
exporter +ping +info +client|setname +sentinel|masters +sentinel|sentinels +sentinel|replicas +sentinel|slaves +sentinel|ckquorum
`;

/**
 * What each sentinel is told about the primary. A failover that was not decided (two sentinels asked at once) is tried again
 * after twice the timeout: 2 s keep the worst case below ten.
 */
const MONITOR = `\
auth-user sentinel
failover-timeout 2000
parallel-syncs 1
`;

/** The ConfigMap: scripts and settings, without any secret. */
export const files = (props: RedisSentinelProps, members: number, memoryMebibytes: number): Record<string, string> => ({
  'common.sh': COMMON,
  'prepare.sh': PREPARE,
  'start.sh': START,
  'start-sentinel.sh': START_SENTINEL,
  'keep.sh': KEEP,
  'follow.sh': FOLLOW,
  'hand-over.sh': HAND_OVER,
  'leave.sh': LEAVE,
  'health.sh': HEALTH,
  'redis.conf': serverSettings(props, members, memoryMebibytes),
  users: USERS,
  'sentinel.conf': sentinelSettings(props),
  'sentinel-users': SENTINEL_USERS,
  monitor: MONITOR,
});
