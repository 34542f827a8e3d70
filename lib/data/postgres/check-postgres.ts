import type { Component } from '../../core/component.js';
import { checkMemoryLimit } from '../stateful-set/check-memory-limit.js';
import { checkParameters } from './check-parameters.js';
import { rolesOf } from './logins.js';
import { DEFAULT_MAX_CONNECTIONS } from './parameters.js';
import type { PoolerProps, PostgresClusterProps } from './postgres-cluster.props.js';

/** What initdb needs to start PostgreSQL with, and the smallest volume on which WAL and data have room. */
const LEAST_MEMORY_MEBIBYTES = 128;
const LEAST_STORAGE_MEBIBYTES = 512;
/** The Secret's keys `<name>-password-before` are also names of annotations, which have 63 characters at the most. */
const LONGEST_NAME = 47;
const RESERVED_NAMES = new Set([
  'exporter',
  'pg',
  'pgbouncer',
  'postgres',
  'public',
  'replication',
  'replicator',
  'rest_api',
  'rewind',
  'superuser',
  'none',
]);

interface Sizes {
  readonly members: number;
  /** MiB, after the environment's factors. */
  readonly memory: number;
  readonly volume: number;
}

export function checkPostgres(component: Component, props: PostgresClusterProps, { members, memory, volume }: Sizes): void {
  checkNames(component, props);
  if (!Number.isInteger(members) || members < 3 || members % 2 === 0) {
    component.report(
      `members is an odd number of at least 3, so that one can be lost and another still confirms every commit (got ${members}); use 3`,
    );
  }
  if (memory < LEAST_MEMORY_MEBIBYTES) {
    component.report(
      `PostgreSQL and Patroni need at least ${LEAST_MEMORY_MEBIBYTES}Mi of memory (got ${memory}Mi after the environment's sizes); raise resources.memory`,
    );
  }
  if (volume < LEAST_STORAGE_MEBIBYTES) {
    component.report(
      `a member needs a volume of at least ${LEAST_STORAGE_MEBIBYTES}Mi (got ${volume}Mi after the environment's sizes); raise storage.size`,
    );
  }
  checkMemoryLimit(component, props.resources);
  checkParameters(component, props.parameters ?? {});
  const generation = props.generation ?? 1;
  if (!Number.isInteger(generation) || generation < 1)
    component.report(`generation counts from 1 (got ${generation}); raise it by one to rotate`);
}

function checkNames(component: Component, { database, users = [], extensions = [] }: PostgresClusterProps): void {
  const names = [{ what: 'database', name: database }, ...users.map(({ name }) => ({ what: 'user', name }))];
  for (const { what, name } of names) {
    if (!/^[a-z][a-z0-9_]*$/.test(name) || name.endsWith('_') || name.length > LONGEST_NAME) {
      component.report(
        `a ${what}'s name is at most ${LONGEST_NAME} lower-case letters, digits and "_", starts with a letter and does not end with "_" (got ${JSON.stringify(name)}); rename it`,
      );
    } else if (RESERVED_NAMES.has(name) || name.startsWith('pg_') || name.startsWith('template')) {
      component.report(`${what} "${name}" has a name that PostgreSQL or this component keeps for itself; rename it`);
    } else if (/_\d+$/.test(name)) {
      component.report(`${what} "${name}" ends like a login ("_" and a generation), and could be taken for one of another role; rename it`);
    }
  }
  const all = names.map(({ name }) => name);
  for (const name of new Set(all.filter((name, index) => all.indexOf(name) !== index))) {
    component.report(`two roles are named "${name}" (the owner has the database's name); rename one`);
  }
  for (const name of extensions.filter((name) => !/^[a-z][a-z0-9_-]*$/.test(name))) {
    component.report(`extension ${JSON.stringify(name)} is no name of one; write it as CREATE EXTENSION has it: pg_trgm`);
  }
}

/** Every connection to PostgreSQL is one of max_connections, of which a few are for members, the exporter and administrators. */
export function checkPooler(
  component: Component,
  props: PostgresClusterProps,
  pooler: Required<Pick<PoolerProps, 'replicas' | 'poolSize' | 'maxClients'>>,
): void {
  for (const [prop, value] of Object.entries({ poolSize: pooler.poolSize, maxClients: pooler.maxClients })) {
    if (!Number.isInteger(value) || value < 1) component.report(`pooler.${prop} is a whole number from 1 on (got ${value}); raise it`);
  }
  const most = Number(props.parameters?.max_connections ?? DEFAULT_MAX_CONNECTIONS);
  const users = rolesOf(props).length;
  // One more while they are rolled.
  const pods = pooler.replicas + 1;
  const pools = pods * pooler.poolSize * users;
  const spare = 20;
  if (pools + spare <= most) return;
  component.report(
    `the pooler may open ${pools} connections (${pods} pods in a rollout × ${pooler.poolSize} × ${users} users) and ${spare} are kept for others, ` +
      `above max_connections ${most}; lower pooler.poolSize or raise parameters.max_connections`,
  );
}
