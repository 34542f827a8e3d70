import { rolesOf } from './logins.js';
import type { PostgresClusterProps, PostgresUser } from './postgres-cluster.props.js';

/** In the comment of each login: by it those of users that are no longer declared are known, and nobody else's role is touched. */
export const MARK = 'made by Evenkeel';

/** Of the set-up's own, those whose user is not declared: `login`, and the user whose rights it has. */
export const undeclaredLogins = (props: PostgresClusterProps): string => {
  const declared = rolesOf(props).map((name) => `'${name}'`);
  return (
    "(SELECT rolname AS login, regexp_replace(rolname, '_[0-9]+$', '') AS removed, rolcanlogin FROM pg_roles " +
    `WHERE shobj_description(oid, 'pg_authid') = '${MARK}' AND regexp_replace(rolname, '_[0-9]+$', '') NOT IN (${declared.join(', ')})) AS undeclared`
  );
};

/** Neither PostgreSQL's own nor an extension's: `nspname`. */
const SCHEMAS =
  "(SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND NOT EXISTS " +
  "(SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = pg_namespace.oid AND deptype = 'e')) AS schemas";

/** Each statement with the names of each row; \gexec runs what the query gives. */
const forEach = (from: string, names: string, statements: readonly string[]) =>
  `SELECT format(statement, ${names}) FROM ${from} CROSS JOIN (VALUES ${statements.map((statement) => `('${statement}')`).join(', ')}) AS each (statement) \\gexec`;

/**
 * Who may do what, as it is declared: what a user may not do any more is taken back. In one transaction: rights that stay are there at every moment.
 * Other rights that somebody gave a user (columns, functions, TRUNCATE) stay.
 */
export const access = (props: PostgresClusterProps): string[] => [
  'BEGIN;',
  ...nothing(props),
  ...(props.users ?? []).flatMap((user) => rights(props.database, user)),
  'COMMIT;',
];

/** For users that are no longer declared. A session that is still open works as one of them, too. */
const nothing = (props: PostgresClusterProps): string[] => {
  const { database } = props;
  const removed = `(SELECT DISTINCT removed FROM ${undeclaredLogins(props)} JOIN pg_roles ON rolname = removed) AS users`;
  return [
    forEach(removed, 'removed', [
      `REVOKE CONNECT ON DATABASE "${database}" FROM %I`,
      ...['SCHEMAS', 'TABLES', 'SEQUENCES'].map((kind) => `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" REVOKE ALL ON ${kind} FROM %I`),
    ]),
    forEach(
      `${removed} CROSS JOIN ${SCHEMAS}`,
      'nspname, removed',
      ['SCHEMA', 'ALL TABLES IN SCHEMA', 'ALL SEQUENCES IN SCHEMA'].map((what) => `REVOKE ALL ON ${what} %I FROM %I`),
    ),
  ];
};

/** Of those who read, and what writing needs besides. */
const READ = { tables: 'SELECT', sequences: 'SELECT' };
const WRITE = { tables: 'INSERT, UPDATE, DELETE', sequences: 'USAGE' };

/** On what there is, and on what the owner will make. */
const rights = (database: string, { name, access }: PostgresUser): string[] => [
  `GRANT CONNECT ON DATABASE "${database}" TO "${name}";`,
  forEach(SCHEMAS, 'nspname', [`GRANT USAGE ON SCHEMA %I TO "${name}"`]),
  `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" GRANT USAGE ON SCHEMAS TO "${name}";`,
  ...change(database, 'GRANT', READ, `TO "${name}"`),
  ...(access === 'write' ? change(database, 'GRANT', WRITE, `TO "${name}"`) : change(database, 'REVOKE', WRITE, `FROM "${name}"`)),
];

const change = (database: string, verb: 'GRANT' | 'REVOKE', { tables, sequences }: typeof READ, whom: string): string[] => [
  forEach(SCHEMAS, 'nspname', [
    `${verb} ${tables} ON ALL TABLES IN SCHEMA %I ${whom}`,
    `${verb} ${sequences} ON ALL SEQUENCES IN SCHEMA %I ${whom}`,
  ]),
  `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" ${verb} ${tables} ON TABLES ${whom};`,
  `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" ${verb} ${sequences} ON SEQUENCES ${whom};`,
];
