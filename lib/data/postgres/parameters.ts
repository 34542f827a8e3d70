import type { Parameters } from './postgres-cluster.props.js';

/**
 * Those that all members must have in common: Patroni takes them from its store alone and passes them on the command line.
 * https://patroni.readthedocs.io/en/latest/patroni_configuration.html#important-rules
 */
const COMMON = new Set([
  'max_connections',
  'max_locks_per_transaction',
  'max_prepared_transactions',
  'max_replication_slots',
  'max_wal_senders',
  'max_worker_processes',
  'track_commit_timestamp',
  'wal_keep_size',
  'wal_level',
  'wal_log_hints',
]);

/** Set by the component or by Patroni: changed, they would break replication, encryption or what a commit promises. */
export const RESERVED = new Set([
  'archive_command',
  'archive_library',
  'archive_mode',
  'archive_timeout',
  'cluster_name',
  'data_directory',
  'fsync',
  'full_page_writes',
  'hba_file',
  'hot_standby',
  'ident_file',
  'listen_addresses',
  'password_encryption',
  'port',
  'primary_conninfo',
  'primary_slot_name',
  'restore_command',
  'ssl',
  'ssl_ca_file',
  'ssl_cert_file',
  'ssl_key_file',
  'synchronous_commit',
  'synchronous_standby_names',
  'unix_socket_directories',
  'wal_log_hints',
]);

/** Without a pooler it is what clients may open; PostgreSQL's own default. */
export const DEFAULT_MAX_CONNECTIONS = 100;

const between = (least: number, value: number, most: number): number => Math.floor(Math.min(Math.max(value, least), most));

/**
 * What follows from the memory limit and the volume, both in MiB. Memory: a quarter for shared buffers, as PostgreSQL's
 * documentation recommends (19.4.1); the page cache is the rest. Volume: a tenth for WAL between checkpoints, and at the
 * most three tenths for a member that is away, which has to be cloned anew after that: WAL must never fill the volume.
 */
export const sizedParameters = (memory: number, volume: number): Parameters => ({
  shared_buffers: `${Math.floor(memory / 4)}MB`,
  effective_cache_size: `${Math.floor((memory * 3) / 4)}MB`,
  maintenance_work_mem: `${between(16, memory / 16, 2048)}MB`,
  work_mem: `${between(4, memory / 4 / DEFAULT_MAX_CONNECTIONS, 1024)}MB`,
  max_wal_size: `${between(128, volume / 10, 16384)}MB`,
  min_wal_size: `${between(64, volume / 40, 1024)}MB`,
  max_slot_wal_keep_size: `${Math.floor(volume * 0.3)}MB`,
});

/** Whatever the size. Peers that are gone without a word are noticed before the leader's lease of 20 s ends. */
const FIXED_PARAMETERS: Parameters = {
  ssl: 'on',
  ssl_cert_file: '/etc/tls/tls.crt',
  ssl_key_file: '/etc/tls/tls.key',
  ssl_ca_file: '/etc/tls/ca.crt',
  ssl_min_protocol_version: 'TLSv1.2',
  password_encryption: 'scram-sha-256',
  unix_socket_directories: '/run/postgresql',
  wal_compression: 'on',
  wal_sender_timeout: '15s',
  wal_receiver_timeout: '15s',
  wal_receiver_status_interval: '2s',
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 3,
  tcp_keepalives_count: 3,
  tcp_user_timeout: '15s',
  logging_collector: 'off',
  log_checkpoints: 'on',
  log_lock_waits: 'on',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_min_duration_statement: '1s',
};

/** Members, and room for backups and tools. */
const FIXED_COMMON: Parameters = {
  max_connections: DEFAULT_MAX_CONNECTIONS,
  max_wal_senders: 10,
  max_replication_slots: 10,
  wal_level: 'replica',
  wal_log_hints: 'on',
};

/** Of the store: the same for all members. */
export const commonParameters = (own: Parameters): Parameters => ({ ...FIXED_COMMON, ...pick(own, (name) => COMMON.has(name)) });

/** Of each member's file: a member that a change breaks is the only one that has it. */
export const memberParameters = (own: Parameters, memory: number, volume: number): Parameters => ({
  ...FIXED_PARAMETERS,
  ...sizedParameters(memory, volume),
  ...pick(own, (name) => !COMMON.has(name)),
});

const pick = (parameters: Parameters, which: (name: string) => boolean): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => which(name)));
