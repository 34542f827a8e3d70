import type { Component } from '../../../core/component.js';
import type { Usable } from '../../../core/connection.js';
import type { SecretReference } from '../../../core/secrets.js';
import type { ExtraContainer, MountedVolume } from '../../../workload/workload.props.js';
import type { Parameters } from '../postgres-cluster.props.js';
import { backupServer } from './backup.objects.js';
import type { RestoreProps } from './backup.props.js';
import { memberFile, restoreFile, serverFile } from './pgbackrest.js';
import { type Repository, repositoryVariables, wayTo } from './repository.js';
import { ARCHIVE_MISSING, RESTORE, SERVER } from './scripts/index.js';

/** What a member has besides, for backups or to begin from one. */
export interface MemberParts {
  readonly env: Readonly<Record<string, string | SecretReference>>;
  readonly files: Readonly<Record<string, string>>;
  readonly volumes: readonly MountedVolume[];
  readonly containers: readonly ExtraContainer[];
  readonly uses: readonly Usable[];
  readonly parameters: Parameters;
  /** Patroni's `bootstrap`, besides. */
  readonly bootstrap: Readonly<Record<string, string | object>>;
}

export const NO_PARTS: MemberParts = { env: {}, files: {}, volumes: [], containers: [], uses: [], parameters: {}, bootstrap: {} };

/** WAL that waits for the store takes as much of the volume as WAL that waits for a member, and mostly it is the same. */
const QUEUE_SHARE = 0.3;
/** A store that accepts connections and says nothing would hold up a segment, and with it the shutdown, for minutes. */
const PUSH_SECONDS = 30;
/** What is lost with the whole cluster and all its volumes: the last minute. */
const ARCHIVE_TIMEOUT = '60s';

/** Every member archives while it leads, and lets the backup's pod read its files. `volume` is in MiB. */
export const archivingParts = (component: Component, own: Repository, image: string, volume: number): MemberParts => ({
  env: { PGBACKREST_CONFIG: '/etc/postgres/pgbackrest.conf', ...repositoryVariables(own) },
  files: {
    'pgbackrest.conf': memberFile(own, Math.floor(volume * QUEUE_SHARE)),
    'backup-server.conf': serverFile(own.stanza, `${component.name}-backup`),
    'backup-server.sh': SERVER,
    'archive-missing.sh': ARCHIVE_MISSING,
  },
  volumes: own.authority ? [own.authority] : [],
  containers: [backupServer(component, image)],
  uses: [wayTo(own)],
  parameters: {
    archive_mode: 'on',
    archive_timeout: ARCHIVE_TIMEOUT,
    archive_command: `timeout ${PUSH_SECONDS} pgbackrest --stanza=${own.stanza} archive-push %p`,
  },
  bootstrap: {},
});

/** https://patroni.readthedocs.io/en/latest/replica_bootstrap.html#bootstrap: what a cluster that was never there begins with. */
export const restoringParts = (other: Repository, { at }: RestoreProps): MemberParts => ({
  ...NO_PARTS,
  env: {
    RESTORE_STANZA: other.stanza,
    ...(at ? { RESTORE_AT: asPostgres(at) } : {}),
    RESTORE_ACCESS_KEY: other.accessKey,
    RESTORE_SECRET_KEY: other.secretKey,
    RESTORE_PASSPHRASE: other.passphrase,
  },
  files: { 'restore.conf': restoreFile(other), 'restore.sh': RESTORE },
  volumes: other.authority ? [other.authority] : [],
  uses: [wayTo(other)],
  bootstrap: {
    method: 'pgbackrest',
    pgbackrest: { command: 'bash /etc/postgres/restore.sh', no_params: true, keep_existing_recovery_conf: true },
  },
});

/** pgBackRest reads no other form: `2026-11-21 12:00:00+00`. */
const asPostgres = (at: string) => at.replace('T', ' ').replace(/Z$/, '+00');

export const together = (parts: readonly MemberParts[]): MemberParts => ({
  env: Object.assign({}, ...parts.map(({ env }) => env)),
  files: Object.assign({}, ...parts.map(({ files }) => files)),
  volumes: parts.flatMap(({ volumes }) => volumes),
  containers: parts.flatMap(({ containers }) => containers),
  uses: parts.flatMap(({ uses }) => uses),
  parameters: Object.assign({}, ...parts.map(({ parameters }) => parameters)),
  bootstrap: Object.assign({}, ...parts.map(({ bootstrap }) => bootstrap)),
});
