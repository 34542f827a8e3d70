import type { Duration } from 'cdk8s';
import { connectionOf } from '../../../core/connection.js';
import type { Repository } from './repository.js';

/** Of `pgbackrest server`: its own default. */
export const SERVER_PORT = 8432;
/** Processes that read, compress and send at the same time. */
const PROCESSES = 2;

type Section = Readonly<Record<string, string | number>>;

const file = (sections: Readonly<Record<string, Section>>): string =>
  Object.entries(sections)
    .map(([name, options]) => [`[${name}]`, ...Object.entries(options).map(([option, value]) => `${option}=${value}`), ''].join('\n'))
    .join('\n');

/** Small files are stored together, and of large ones the blocks that have changed: fewer requests, and smaller backups. */
const repository = ({ store, folder, authority }: Repository): Section => {
  const { host, port } = connectionOf(store.service).options.waitFor;
  return {
    'repo1-type': 's3',
    'repo1-s3-endpoint': host,
    'repo1-storage-port': port,
    'repo1-s3-bucket': store.bucket,
    'repo1-s3-region': store.region,
    'repo1-s3-uri-style': store.uriStyle ?? 'host',
    ...(authority ? { 'repo1-storage-ca-file': `${authority.mountPath}/ca.crt` } : {}),
    'repo1-path': `/${folder}`,
    'repo1-cipher-type': 'aes-256-cbc',
    'repo1-bundle': 'y',
    'repo1-block': 'y',
  };
};

const COMMON: Section = {
  'compress-type': 'zst',
  'process-max': PROCESSES,
  'lock-path': '/tmp/pgbackrest',
  'log-level-file': 'off',
  'log-level-console': 'info',
};
/** Once for every segment of WAL is often. */
const QUIET: Section = { 'log-level-console': 'warn' };

const DATA = '/data/postgres';

/** Of a member, which archives its WAL. `queue` is in MiB. */
export const memberFile = (own: Repository, queue: number): string =>
  file({
    global: { ...COMMON, ...repository(own) },
    'global:archive-push': { ...QUIET, 'archive-push-queue-max': `${queue}MiB` },
    [own.stanza]: { 'pg1-path': DATA },
  });

/** Of the server beside it, which lets one client in, and knows nothing of the store. */
export const serverFile = (stanza: string, client: string): string =>
  file({
    global: {
      ...COMMON,
      'tls-server-address': '*',
      'tls-server-port': SERVER_PORT,
      'tls-server-cert-file': '/etc/tls/tls.crt',
      'tls-server-key-file': '/etc/tls/tls.key',
      'tls-server-ca-file': '/etc/tls/ca.crt',
      'tls-server-auth': `${client}=${stanza}`,
    },
    [stanza]: { 'pg1-path': DATA },
  });

/** Of the pod that takes backups. A replica is read where one is there, so that the leader has its disk for itself. */
export const backupFile = (own: Repository, hosts: readonly string[], keep: Duration): string =>
  file({
    global: {
      ...COMMON,
      ...repository(own),
      'repo1-retention-full-type': 'time',
      'repo1-retention-full': keep.toDays(),
      'backup-standby': 'prefer',
      'start-fast': 'y',
    },
    [own.stanza]: Object.assign({}, ...hosts.map((host, index) => member(`pg${index + 1}`, host))),
  });

const member = (pg: string, host: string): Section => ({
  [`${pg}-host`]: host,
  [`${pg}-host-type`]: 'tls',
  [`${pg}-host-port`]: SERVER_PORT,
  [`${pg}-host-cert-file`]: '/etc/tls/tls.crt',
  [`${pg}-host-key-file`]: '/etc/tls/tls.key',
  [`${pg}-host-ca-file`]: '/etc/tls/ca.crt',
  [`${pg}-path`]: DATA,
  [`${pg}-socket-path`]: '/run/postgresql',
  [`${pg}-user`]: 'postgres',
});

/** Of a drill, which replays all there is. */
export const drillFile = (own: Repository): string =>
  file({ global: { ...COMMON, ...repository(own) }, 'global:archive-get': QUIET, [own.stanza]: { 'pg1-path': '/scratch/data' } });

/** Of a member that begins with the backups of another. */
export const restoreFile = (other: Repository): string =>
  file({ global: { ...COMMON, ...repository(other) }, 'global:archive-get': QUIET, [other.stanza]: { 'pg1-path': DATA } });
