import { stringifyYaml } from '../../core/yaml.js';
import type { MemberParts } from './backup/index.js';
import { commonParameters, memberParameters } from './parameters.js';
import type { Parameters } from './postgres-cluster.props.js';

export interface PatroniOptions {
  readonly name: string;
  readonly namespace: string;
  /** Of which a commit is on more than half: any majority has a member to lead from. */
  readonly members: number;
  readonly parameters: Parameters;
  /** MiB. */
  readonly memory: number;
  readonly volume: number;
  /** Whether writes stop while no replica is there to confirm them. */
  readonly strict: boolean;
  /** What archiving sets, and what the cluster begins with. */
  readonly backup: Pick<MemberParts, 'parameters' | 'bootstrap'>;
}

/**
 * What all members agree on. A dead leader is replaced when its lease (`ttl`, Patroni's minimum) has ended, the loop has come
 * round (`loop_wait`, likewise) and the dead member has not answered for 2 s (Patroni's own timeout); one whose PostgreSQL
 * crashed hands over rather than recovers (`primary_start_timeout` 0). A replica
 * that is a segment of WAL (16 MiB) behind is no candidate.
 * Logical slots are their users': Patroni would drop those that it does not know, at each restart.
 * `loop_wait + 2 × retry_timeout <= ttl`. https://patroni.readthedocs.io/en/latest/dynamic_configuration.html
 */
const store = ({ members, parameters, strict }: PatroniOptions) => ({
  ttl: 20,
  loop_wait: 1,
  retry_timeout: 7,
  primary_start_timeout: 0,
  primary_stop_timeout: 30,
  maximum_lag_on_failover: 16 * 1024 * 1024,
  member_slots_ttl: '30min',
  ignore_slots: [{ type: 'logical' }],
  synchronous_mode: 'quorum',
  synchronous_node_count: (members - 1) / 2,
  synchronous_mode_strict: strict,
  failsafe_mode: true,
  postgresql: { use_pg_rewind: true, use_slots: true, parameters: commonParameters(parameters) },
});

/** A patch of the ConfigMap in which Patroni keeps it. */
export const storePatch = (options: PatroniOptions): string =>
  JSON.stringify({ metadata: { annotations: { config: JSON.stringify(store(options)) } } });

/** Between members: the authority is checked, names are not, since members find each other by address. */
const ENCRYPTED = { sslmode: 'verify-ca', sslrootcert: '/etc/tls/ca.crt' };

/**
 * The same file for every member; start.sh adds name, addresses and passwords. Roles of the pod's own user need no password
 * on the socket (`peer`); everybody else has one, and comes over TLS.
 */
export const patroniFile = (options: PatroniOptions): string =>
  stringifyYaml({
    scope: options.name,
    kubernetes: {
      namespace: options.namespace,
      use_endpoints: false,
      labels: { 'app.kubernetes.io/name': options.name },
      scope_label: 'app.kubernetes.io/instance',
      role_label: 'role',
      leader_label_value: 'primary',
      follower_label_value: 'replica',
      standby_leader_label_value: 'primary',
      retriable_http_codes: [429],
    },
    // From Patroni 4.1 on: not a line for every loop.
    log: { deduplicate_heartbeat_logs: true },
    restapi: { listen: '*:8008', certfile: '/etc/tls/tls.crt', keyfile: '/etc/tls/tls.key' },
    // `insecure` beside a client certificate leaves out the name, and goes on checking the authority.
    ctl: { insecure: true, cacert: '/etc/tls/ca.crt', certfile: '/etc/tls/tls.crt', keyfile: '/etc/tls/tls.key' },
    bootstrap: {
      ...options.backup.bootstrap,
      dcs: store(options),
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums', { 'auth-local': 'peer' }, { 'auth-host': 'scram-sha-256' }],
    },
    postgresql: {
      listen: '*:5432',
      data_dir: '/data/postgres',
      bin_dir: '/usr/lib/postgresql/17/bin',
      pgpass: '/run/patroni/pgpass',
      use_unix_socket: true,
      use_unix_socket_repl: true,
      authentication: {
        superuser: { username: 'postgres' },
        replication: { username: 'replicator', ...ENCRYPTED },
        rewind: { username: 'rewind', ...ENCRYPTED },
      },
      callbacks: { on_role_change: 'bash /etc/postgres/role-changed.sh' },
      pre_promote: 'bash /etc/postgres/pre-promote.sh',
      create_replica_methods: ['basebackup'],
      basebackup: [{ checkpoint: 'fast' }],
      remove_data_directory_on_rewind_failure: true,
      remove_data_directory_on_diverged_timelines: true,
      parameters: { ...memberParameters(options.parameters, options.memory, options.volume), ...options.backup.parameters },
      pg_hba: [
        'local all postgres peer map=pod',
        'local postgres exporter peer map=pod',
        'local replication replicator peer map=pod',
        'hostssl replication replicator all scram-sha-256',
        'hostssl all all all scram-sha-256',
      ],
      pg_ident: ['pod postgres postgres', 'pod postgres replicator', 'pod nobody exporter'],
    },
  });
