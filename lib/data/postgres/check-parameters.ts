import type { Component } from '../../core/component.js';
import { RESERVED } from './parameters.js';
import type { Parameters } from './postgres-cluster.props.js';

/** With less Patroni goes on with what it had, and says so in its log alone. https://patroni.readthedocs.io/en/latest/patroni_configuration.html */
const LEAST = { max_connections: 25, max_replication_slots: 4, max_wal_senders: 3 } as const;
const WAL_LEVELS = ['replica', 'logical'];

/** Reports what would break replication, and what PostgreSQL or Patroni would not take. */
export function checkParameters(component: Component, parameters: Parameters): void {
  for (const name of Object.keys(parameters)) {
    if (RESERVED.has(name.toLowerCase()) || name.toLowerCase().startsWith('recovery_')) {
      component.report(`parameter ${name} is the component's own, since replication and durability hang on it; remove it from parameters`);
    } else if (!/^[a-z][a-z0-9_]*(\.\w+)?$/.test(name)) {
      component.report(
        `parameter ${JSON.stringify(name)} is no name of one; write it as PostgreSQL does: work_mem, pg_stat_statements.max`,
      );
    }
  }
  for (const [name, least] of Object.entries(LEAST)) {
    const value = parameters[name];
    if (value === undefined || (Number.isInteger(Number(value)) && Number(value) >= least)) continue;
    component.report(`parameter ${name} is a whole number of at least ${least}, below which Patroni ignores it (got ${value}); raise it`);
  }
  const { wal_level: level } = parameters;
  if (level !== undefined && !WAL_LEVELS.includes(String(level))) {
    component.report(
      `parameter wal_level is one of ${WAL_LEVELS.join(', ')}, with which members can follow (got ${level}); use one of them`,
    );
  }
}
