import { REDIS_PORT, replicasToWrite } from '../redis-sentinel.objects.js';

/** Prometheus' and the kubelet's own port. */
export const STATUS_PORT = 8404;

/**
 * https://docs.haproxy.org/3.2/configuration.html. A server is up while it is a primary whose writes reach the replicas that they have to, so
 * one that was replaced, or is cut off, gets no new connection and loses those that it has. One that says so is noticed within 0.7 s, one
 * that does not answer within 3 s: before another one is promoted. min_slaves_good_slaves is not there with `min-replicas-to-write 0`, which
 * is set by hand where a loss is the lesser evil (docs/runbooks/redis.md).
 * After 200 bytes of the answer (it has some 500) a replica's is known as such; without `min-recv` a check would wait for more.
 * With no server up a connection is closed at once, and no other server is tried.
 */
export const haproxyConfiguration = (members: readonly string[], authority: string | undefined): string => `global
  maxconn 4096
  log stdout format raw local0 notice

defaults
  mode tcp
  log global
  timeout connect 2s
  timeout check 1s
  timeout client 1h
  timeout server 1h
  timeout client-fin 5s
  retries 1

frontend redis
  bind :${REDIS_PORT}
  default_backend primary

backend primary
  option clitcpka
  option srvtcpka
  option tcp-check
  tcp-check connect default
  tcp-check send "AUTH proxy \${PROXY_PASSWORD}"\\r\\n
  tcp-check expect string +OK
  tcp-check send INFO\\ replication\\r\\n
  tcp-check expect min-recv 200 rstring role:master\\r\\nconnected_slaves:[0-9]+\\r\\n([^m]|master|min_slaves_good_slaves:[${replicasToWrite(members.length)}-9])
  default-server check ${authority ? `check-ssl verify required ca-file ${authority} ` : ''}inter 500ms fastinter 200ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${members.map((member) => `  server ${member} ${member}:${REDIS_PORT}`).join('\n')}

frontend status
  mode http
  bind :${STATUS_PORT}
  timeout client 10s
  monitor-uri /healthz
  acl has-primary nbsrv(primary) gt 0
  http-request return status 200 if { path /readyz } has-primary
  http-request return status 503 if { path /readyz }
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404
`;
