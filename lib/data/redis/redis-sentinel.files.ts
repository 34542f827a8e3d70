import { REDIS_PORT, replicasToWrite, SENTINEL_PORT } from './redis-sentinel.objects.js';
import type { RedisSentinelProps } from './redis-sentinel.props.js';
import { COMMON, FOLLOW, HAND_OVER, HEALTH, KEEP, LEAVE, PREPARE, START, START_SENTINEL } from './scripts/index.js';
import { listen } from './tls.js';

/**
 * The server's settings; start.sh adds the addresses and users of the member.
 *
 * A primary that fewer replicas than a majority has beside it (one of three members) have acknowledged anything to for two to
 * three seconds refuses writes: the sentinels need three seconds to take it for lost, so the other side of a partition does not
 * write while this one does.
 */
const serverSettings = (
  { appendfsync = 'everysec', maxMemoryPolicy = 'noeviction', tls = 'off' }: RedisSentinelProps,
  members: number,
  maxMemoryMebibytes: number,
) => `\
${listen(REDIS_PORT, tls)}bind * -::*
protected-mode no
dir /data
maxmemory ${maxMemoryMebibytes}mb
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
export const files = (props: RedisSentinelProps, members: number, maxMemoryMebibytes: number): Record<string, string> => ({
  'common.sh': COMMON,
  'prepare.sh': PREPARE,
  'start.sh': START,
  'start-sentinel.sh': START_SENTINEL,
  'keep.sh': KEEP,
  'follow.sh': FOLLOW,
  'hand-over.sh': HAND_OVER,
  'leave.sh': LEAVE,
  'health.sh': HEALTH,
  'redis.conf': serverSettings(props, members, maxMemoryMebibytes),
  users: USERS,
  'sentinel.conf': sentinelSettings(props),
  'sentinel-users': SENTINEL_USERS,
  monitor: MONITOR,
});
