import type { Duration } from 'cdk8s';
import type { Usable } from '../../../core/connection.js';
import type { ExistingSecret, SecretReference } from '../../../core/secrets.js';
import type { Resources } from '../../../workload/workload.props.js';

/** A bucket of an S3-compatible store, and the part of it that belongs to one cluster. */
export interface BackupStore {
  /** Where it answers, over HTTPS: an ExternalService, or a component of the environment. */
  readonly service: Usable;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: SecretReference;
  readonly secretKey: SecretReference;
  /** Where the bucket's name stands: in the host's, as AWS has it, or in the path, as MinIO wants it. @default 'host' */
  readonly uriStyle?: 'host' | 'path';
  /** Who signed its certificate. @default - the authorities that the image trusts */
  readonly authority?: ExistingSecret;
  /** Folder of the bucket; no two clusters may share one. @default '<namespace>/<cluster>' */
  readonly folder?: string;
  /** Encrypts everything that is stored (AES-256); without it nothing can be restored, and it can never be changed. @default - derived from the stack's seed */
  readonly passphrase?: SecretReference;
}

/** WAL as it is written, and base backups, in a store outside the cluster. */
export interface BackupProps {
  readonly store: BackupStore;
  /** When a base backup is taken. @default '0 2 * * *' */
  readonly schedule?: string;
  /** IANA time zone of the schedules. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** When the last full backup is older, the next one is full; those between hold what has changed since. @default 7 days */
  readonly fullEvery?: Duration;
  /** Any moment of this time can be restored. @default 28 days */
  readonly keep?: Duration;
  /** How long a base backup may take. @default 6 hours */
  readonly deadline?: Duration;
  /** Of the pod that takes a backup. @default - 100m, 128Mi */
  readonly resources?: Resources;
  /** @default - every Saturday at 4 */
  readonly drill?: DrillProps | 'none';
}

/** Restores the newest backup into a volume of its own, replays all WAL, and reads every page of every table and index. */
export interface DrillProps {
  /** @default '0 4 * * 6' */
  readonly schedule?: string;
  /** @default 6 hours */
  readonly deadline?: Duration;
  /** @default - 100m, 256Mi */
  readonly resources?: Resources;
}

/** Fills a cluster that has never been there from a store. One that has data is left as it is. */
export interface RestoreProps {
  /** Whose backups they are: another cluster's, or its own name, to take its own place. */
  readonly cluster: string;
  /** Up to this moment: `2026-11-21T12:00:00Z`. @default - everything that was archived */
  readonly at?: string;
  /** @default - the store of `backup`, with the other cluster's folder and passphrase */
  readonly store?: BackupStore;
}
