import { POSTGRES_PORT } from '../postgres-cluster.objects.js';
import { POOLER_PORT } from './pooler.objects.js';

/**
 * https://www.pgbouncer.org/config.html. A connection to a leader that is gone is noticed within 5 s of use
 * (`tcp_user_timeout`) or 7 s of idleness (keepalive), a new one is tried for 1 s and again after 0.3 s; clients wait for
 * it for 30 s. The JDBC driver sends `extra_float_digits` with every login.
 */
export const pgbouncerIni = (
  cluster: string,
  database: string,
  { poolSize, maxClients, most }: { readonly poolSize: number; readonly maxClients: number; readonly most: number },
): string => `[databases]
${database} = host=${cluster} port=${POSTGRES_PORT}

[pgbouncer]
listen_addr = *
listen_port = ${POOLER_PORT}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /tmp/user-list.txt
pool_mode = transaction
default_pool_size = ${poolSize}
max_db_connections = ${most}
max_client_conn = ${maxClients}
max_prepared_statements = 200
ignore_startup_parameters = extra_float_digits
client_tls_sslmode = require
client_tls_cert_file = /etc/tls/tls.crt
client_tls_key_file = /etc/tls/tls.key
client_tls_ca_file = /etc/tls/ca.crt
server_tls_sslmode = verify-full
server_tls_ca_file = /etc/${cluster}/ca.crt
server_login_retry = 0.3
server_connect_timeout = 1
server_lifetime = 300
server_idle_timeout = 60
server_check_delay = 5
query_wait_timeout = 30
tcp_keepalive = 1
tcp_keepidle = 4
tcp_keepintvl = 1
tcp_keepcnt = 3
tcp_user_timeout = 5000
log_connections = 0
log_disconnections = 0
`;
