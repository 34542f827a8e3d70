import { access, MARK, undeclaredLogins } from './access.js';
import { type Login, loginsOf, rolesOf } from './logins.js';
import type { PostgresClusterProps } from './postgres-cluster.props.js';

/** The variable that holds a login's password. */
export const passwordVariable = ({ login }: Login): string => `${login.toUpperCase()}_PASSWORD`;

/**
 * Roles, the database, its extensions and who may do what: SQL for psql that may run any number of times. Nothing is ever
 * dropped; what is no longer declared is taken back. Passwords come from variables, and reach no log.
 */
export const setUpSql = (props: PostgresClusterProps): string => {
  const { database, extensions = [] } = props;
  return [
    "SET log_statement = 'none';",
    'SET log_min_duration_statement = -1;',
    "SET log_min_error_statement = 'panic';",
    role('exporter', 'LOGIN'),
    'GRANT pg_monitor TO exporter;',
    ...rolesOf(props).map((name) => role(name, 'NOLOGIN')),
    ...loginsOf(props).flatMap(login),
    ...rolesOf(props).map((name) => shutOut(name, props.generation ?? 1)),
    shutOutRemoved(props),
    unlessThere(`CREATE DATABASE "${database}" OWNER "${database}"`, `pg_database WHERE datname = '${database}'`),
    `\\connect ${database}`,
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;`,
    `ALTER SCHEMA public OWNER TO "${database}";`,
    ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}";`),
    ...access(props),
    '',
  ].join('\n');
};

/** CREATE ROLE and CREATE DATABASE know no IF NOT EXISTS; \gexec runs what the query gives. */
const unlessThere = (statement: string, found: string) => `SELECT '${statement}' WHERE NOT EXISTS (SELECT FROM ${found}) \\gexec`;

const role = (name: string, attribute: 'LOGIN' | 'NOLOGIN') =>
  unlessThere(`CREATE ROLE "${name}" ${attribute}`, `pg_roles WHERE rolname = '${name}'`);

/** What a login makes belongs to its role, and so to the logins after it. */
const login = (own: Login): string[] => [
  role(own.login, 'LOGIN'),
  `\\getenv password ${passwordVariable(own)}`,
  `ALTER ROLE "${own.login}" LOGIN PASSWORD :'password';`,
  `GRANT "${own.role}" TO "${own.login}";`,
  `ALTER ROLE "${own.login}" SET role TO "${own.role}";`,
  `COMMENT ON ROLE "${own.login}" IS '${MARK}';`,
];

/** Logins of generations before the last one. */
const shutOut = (name: string, generation: number) =>
  `SELECT format('ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles WHERE rolname ~ '^${name}_[0-9]+$' ` +
  `AND rolcanlogin AND rolname NOT IN ('${name}_${generation}', '${name}_${generation - 1}') \\gexec`;

/** Logins of users that are no longer declared. */
const shutOutRemoved = (props: PostgresClusterProps) =>
  `SELECT format('ALTER ROLE %I NOLOGIN', login) FROM ${undeclaredLogins(props)} WHERE rolcanlogin \\gexec`;
