import type { Deployment, Job, StatefulSet } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { Resources } from '../../workload/workload.props.js';
import type { DataProps, Storage } from '../stateful-set/stateful-set.props.js';
import type { BackupProps, RestoreProps } from './backup/index.js';

/** PostgreSQL's settings: `{ work_mem: '16MB', random_page_cost: 1.1 }`. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface PostgresClusterProps extends DataProps {
  /** The database that it makes, and the role that owns it: lower-case letters, digits and `_`. */
  readonly database: string;
  /** PostgreSQL 17 and Patroni 4; what it must contain: docs/data-postgres.md. @default 'ghcr.io/zalando/spilo-17:4.0-p3' */
  readonly image?: string;
  /** Of each member. The limit of memory is the request. @default - 500m, 512Mi */
  readonly resources?: DataProps['resources'];
  /** @default - 10 GiB */
  readonly storage?: Storage;
  /** An odd number of at least 3. One leads, the others follow; every commit is on more than half. @default 3 */
  readonly members?: number;
  /** Roles besides the owner, for `cluster.user('<name>')`. One that is removed here can no longer log in. @default [] */
  readonly users?: readonly PostgresUser[];
  /** `CREATE EXTENSION` in the database, of those that the image has. One that is removed here stays. @default [] */
  readonly extensions?: readonly string[];
  /** Over those that follow from memory and storage. A change rolls the members, one at a time. @default {} */
  readonly parameters?: Parameters;
  /** PgBouncer between the clients and the cluster. @default - in production, 3 pods of transaction pooling */
  readonly pooler?: PoolerProps | 'none';
  /** WAL and base backups in a store outside the cluster, and a drill that restores them: docs/data-postgres-backup.md. @default - none */
  readonly backup?: BackupProps;
  /** What a cluster that has never been there begins with: the backups of another, or its own. @default - an empty database */
  readonly restore?: RestoreProps;
  /** Raise it by one to give every role another password, without an interruption; the last one stays valid. @default 1 */
  readonly generation?: number;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: { readonly statefulSet?: Patch<StatefulSet>; readonly job?: Patch<Job>; readonly pooler?: Patch<Deployment> };
}

/** A role of the database. What it may do: `read` every table of every schema, or `write` rows as well; the owner alone changes the schema. */
export interface PostgresUser {
  readonly name: string;
  readonly access: 'read' | 'write';
}

export interface PoolerProps {
  /** With a tag or in the releases. @default 'docker.io/edoburu/pgbouncer:v1.24.1-p1' */
  readonly image?: string;
  /** @default - 3 in production, 2 elsewhere */
  readonly replicas?: number;
  /** Connections to PostgreSQL of each pod, for each user. All pods and users together stay below `max_connections`. @default 20 */
  readonly poolSize?: number;
  /** Connections of clients to each pod. https://www.pgbouncer.org/config.html#max_client_conn @default 1000 */
  readonly maxClients?: number;
  /** @default - 100m, 128Mi */
  readonly resources?: Resources;
}
