import type { StatefulSetParts } from '../stateful-set/stateful-set.props.js';

/** A replica further behind than this is not ready: neither for reads nor for the next step of a rolling update. */
const READY_LAG = '64MB';

/**
 * Liveness asks Patroni's loop, never PostgreSQL, which may be replaying WAL for a long time. A Patroni that hangs is killed
 * after 15 to 20 s. A leader's lease of 20 s may have ended before its container has: silent-leader.ts comes first. Readiness
 * outlasts a failover (6 × 5 s), in which no replica streams.
 *
 * A member has half an hour to start: before it answers anything Patroni waits for the API server, however long that is away
 * (https://github.com/patroni/patroni/blob/v4.0.3/patroni/__main__.py: `get_dcs` and the cluster come before `RestApiServer`). Killed
 * meanwhile, all members would back off, and be back minutes after the API server.
 */
export const probes: StatefulSetParts['probes'] = {
  startupProbe: {
    httpGet: { scheme: 'HTTPS', path: '/liveness', port: 'rest-api' },
    periodSeconds: 2,
    timeoutSeconds: 3,
    failureThreshold: 900,
  },
  livenessProbe: {
    httpGet: { scheme: 'HTTPS', path: '/liveness', port: 'rest-api' },
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 3,
    terminationGracePeriodSeconds: 2,
  },
  readinessProbe: {
    exec: { command: ['bash', '/etc/postgres/ready.sh', READY_LAG] },
    periodSeconds: 5,
    timeoutSeconds: 7,
    failureThreshold: 6,
  },
};

/**
 * Mostly a second or two. Where every step takes its longest it is about 50 s (see the script), and the last of them are the shutdown's; it
 * never keeps a pod from ending.
 */
export const stopHook: NonNullable<StatefulSetParts['preStop']> = { command: ['bash', '/etc/postgres/stop.sh'], seconds: 45 };
