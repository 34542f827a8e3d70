import { type Login, loginsOf, rolesOf } from './logins.js';
import type { PostgresClusterProps, PostgresUser } from './postgres-cluster.props.js';

/** The variable that holds a login's password. */
export const passwordVariable = ({ login }: Login): string => `${login.toUpperCase()}_PASSWORD`;

/**
 * Roles, the database, its extensions and who may do what: SQL for psql that may run any number of times. Nothing is ever
 * dropped. Passwords come from variables, and reach no log.
 */
export const setUpSql = (props: PostgresClusterProps): string => {
  const { database, users = [], extensions = [] } = props;
  return [
    "SET log_statement = 'none';",
    'SET log_min_duration_statement = -1;',
    "SET log_min_error_statement = 'panic';",
    role('exporter', 'LOGIN'),
    'GRANT pg_monitor TO exporter;',
    ...rolesOf(props).map((name) => role(name, 'NOLOGIN')),
    ...loginsOf(props).flatMap(login),
    ...rolesOf(props).map((name) => shutOut(name, props.generation ?? 1)),
    unlessThere(`CREATE DATABASE "${database}" OWNER "${database}"`, `pg_database WHERE datname = '${database}'`),
    `\\connect ${database}`,
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;`,
    `ALTER SCHEMA public OWNER TO "${database}";`,
    ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}";`),
    ...users.flatMap((user) => grants(database, user)),
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
];

/** Logins of generations before the last one. */
const shutOut = (name: string, generation: number) =>
  `SELECT format('ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles WHERE rolname ~ '^${name}_[0-9]+$' ` +
  `AND rolcanlogin AND rolname NOT IN ('${name}_${generation}', '${name}_${generation - 1}') \\gexec`;

const READ = 'SELECT';
const WRITE = 'SELECT, INSERT, UPDATE, DELETE';

/** On what there is, and on what the owner will make. */
const grants = (database: string, { name, access }: PostgresUser): string[] => {
  const [tables, sequences] = access === 'read' ? [READ, READ] : [WRITE, 'USAGE, SELECT'];
  return [
    `GRANT CONNECT ON DATABASE "${database}" TO "${name}";`,
    `GRANT USAGE ON SCHEMA public TO "${name}";`,
    `GRANT ${tables} ON ALL TABLES IN SCHEMA public TO "${name}";`,
    `GRANT ${sequences} ON ALL SEQUENCES IN SCHEMA public TO "${name}";`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" GRANT USAGE ON SCHEMAS TO "${name}";`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" GRANT ${tables} ON TABLES TO "${name}";`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE "${database}" GRANT ${sequences} ON SEQUENCES TO "${name}";`,
  ];
};
