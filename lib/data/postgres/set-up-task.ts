import { Duration } from 'cdk8s';
import type { Component } from '../../core/component.js';
import { Secret } from '../../core/secrets.js';
import { MigrationTask } from '../../workload/migration-task/index.js';
import { postgresConnection } from './connections.js';
import { credentialsOf, loginsOf } from './logins.js';
import { POSTGRES_PORT } from './postgres-cluster.objects.js';
import type { PostgresClusterProps } from './postgres-cluster.props.js';
import { SET_UP } from './scripts/index.js';
import { passwordVariable, setUpSql } from './set-up.js';

/** Roles, database, extensions and grants: a task that runs again when any of them changes. */
export function addSetUpTask(cluster: Component, image: string, user: number, props: PostgresClusterProps): MigrationTask {
  const { generation = 1 } = props;
  const secret = credentialsOf(cluster.name);
  return new MigrationTask(cluster, `${cluster.name}-set-up`, {
    image,
    user,
    command: ['bash', '/etc/set-up/set-up.sh'],
    config: { mountPath: '/etc/set-up', files: { 'set-up.sh': SET_UP, 'set-up.sql': setUpSql(props) } },
    env: Object.fromEntries(
      loginsOf(props).map((own) => [passwordVariable(own), Secret.existing({ secret, key: own.key, generation: own.generation })]),
    ),
    uses: [
      postgresConnection({
        cluster: cluster.name,
        target: cluster,
        host: cluster.name,
        podPort: POSTGRES_PORT,
        database: 'postgres',
        login: { login: 'postgres', key: 'superuser-password', generation },
        words: 'administer',
        session: 'read-write',
      }),
    ],
    deadline: Duration.minutes(10),
    patch: { job: props.patch?.job },
  });
}
