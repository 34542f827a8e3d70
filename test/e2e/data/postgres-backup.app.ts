import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Chart, type Environment, type Platform, PostgresCluster } from '../../../lib/index.js';
import { dataPlatform } from './environment.js';
import { ObjectStore } from './object-store.js';

const SMALL = { resources: { memory: Size.mebibytes(256) }, pooler: 'none' } as const;

const OFTEN = { schedule: '*/2 * * * *', drill: { schedule: '1-59/2 * * * *' } } as const;

interface Options {
  /** A second cluster that begins with the backups of the first. */
  readonly copy?: { readonly at?: string };
  /** The first cluster begins with its own backups. */
  readonly again?: boolean;
  /** Every other minute, not once a night. */
  readonly often?: boolean;
}

const backedUp = ({ copy, again, often }: Options = {}) =>
  class extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'postgres', environment);
      const { store } = new ObjectStore(this, 'store');
      new PostgresCluster(this, 'orders-db', {
        ...SMALL,
        database: 'orders',
        backup: { store, ...(often ? OFTEN : {}) },
        restore: again ? { cluster: 'orders-db' } : undefined,
      });
      if (copy) {
        new PostgresCluster(this, 'orders-copy', { ...SMALL, database: 'orders', restore: { cluster: 'orders-db', store, at: copy.at } });
      }
    }
  };

const platform = (options?: Options) => dataPlatform('postgres-backup', backedUp(options));

export const postgresBackupVariants = {
  'postgres-backup': () => platform(),
  'postgres-backup-often': () => platform({ often: true }),
  'postgres-backup-copy': () => platform({ copy: { at: process.env.E2E_RESTORE_AT } }),
  'postgres-backup-again': () => platform({ again: true }),
} satisfies Readonly<Record<string, () => Platform>>;
