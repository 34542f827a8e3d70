import { readFileSync } from 'node:fs';
import pg from 'pg';
import { addressOf } from './addresses.js';
import { type Answer, type Client, type LaneRecord, type Outcome, reason, TIMEOUT_MILLIS, variable } from './contract.js';
import { run } from './run.js';

const RUN = variable('RUN');
const members = variable('MEMBERS').split(',').filter(Boolean);

/** The reign, as the write-ahead log counts it: each promotion begins a timeline. */
const TERM = 'substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)';

/** Answers that say for certain that nothing was committed: read-only, disk full, no such table. */
const REFUSED = new Set(['25006', '53100', '42P01']);

/** Every other setting stands in the variables that libpq, and pg, read; pg does not read the one for the authority's file. */
const ssl = (host: string | undefined): pg.ClientConfig['ssl'] =>
  process.env.PGSSLROOTCERT ? { ca: readFileSync(process.env.PGSSLROOTCERT, 'utf8'), servername: host } : undefined;

const open = async (host = variable('PGHOST')): Promise<pg.Client> => {
  const client = new pg.Client({
    host: await addressOf(host),
    ssl: ssl(process.env.PGHOST),
    connectionTimeoutMillis: TIMEOUT_MILLIS,
    query_timeout: TIMEOUT_MILLIS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    close(client);
    throw error;
  }
};

const close = (client: pg.Client): void => void client.end().catch(() => undefined);

const append = async (client: pg.Client, warnings: readonly string[], lane: string, seq: number): Promise<Outcome> => {
  try {
    const { rows } = await client.query<{ term: string }>(
      `INSERT INTO failover_writes (run, lane, seq) VALUES ($1, $2, $3) RETURNING ${TERM} AS term`,
      [RUN, lane, seq],
    );
    // A wait for the standby that was cancelled ends as a success with a warning: committed here, perhaps nowhere else.
    if (warnings.length > 0) return { kind: 'indeterminate', why: 'warning' };
    return { kind: 'acknowledged', term: rows[0]?.term ?? '' };
  } catch (error) {
    const why = reason(error);
    return { kind: REFUSED.has(why) ? 'refused' : 'indeterminate', why };
  }
};

const asked = new Map<string, pg.Client>();
const askMember = async (member: string): Promise<Answer> => {
  const client = asked.get(member) ?? (await open(member));
  asked.set(member, client);
  const forget = () => {
    asked.delete(member);
    close(client);
  };
  try {
    const { rows } = await client.query<{ replica: boolean }>('SELECT pg_is_in_recovery() AS replica');
    if (rows[0]?.replica) return { role: 'follower' };
    return await accepts(client, forget);
  } catch (error) {
    forget();
    throw error;
  }
};

const accepts = async (client: pg.Client, forget: () => void): Promise<Answer> => {
  const warnings: string[] = [];
  const warn = () => void warnings.push('warning');
  client.on('notice', warn);
  try {
    const { rows } = await client.query<{ term: string }>(`INSERT INTO failover_witness VALUES (now()) RETURNING ${TERM} AS term`);
    return { role: 'leader', term: rows[0]?.term, accepts: warnings.length === 0 };
  } catch {
    forget();
    return { role: 'leader', accepts: false };
  } finally {
    client.removeListener('notice', warn);
  }
};

const readAll = async (): Promise<readonly LaneRecord[]> => {
  const client = new pg.Client({ ssl: ssl(process.env.PGHOST), connectionTimeoutMillis: 5000 });
  await client.connect();
  const { rows } = await client.query<{ lane: string; seq: string }>('SELECT lane, seq FROM failover_writes WHERE run = $1', [RUN]);
  await client.end();
  return rows.map(({ lane, seq }) => ({ lane, seq: Number(seq) }));
};

const TABLES = [
  'CREATE TABLE IF NOT EXISTS failover_writes (run text NOT NULL, lane text NOT NULL, seq bigint NOT NULL)',
  'CREATE TABLE IF NOT EXISTS failover_witness (at timestamptz NOT NULL)',
];

const client: Client = {
  members,
  prepare: async () => {
    const session = await open();
    try {
      for (const table of TABLES) await session.query(table);
    } finally {
      close(session);
    }
  },
  connect: async () => {
    const session = await open();
    const warnings: string[] = [];
    session.on('notice', ({ severity, message }) => void (severity === 'WARNING' && warnings.push(message ?? '')));
    return { append: (lane, seq) => append(session, warnings, lane, seq), close: () => close(session) };
  },
  ask: askMember,
  readAll,
};

await run(client);
