import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KUBERNETES, ROLE_CHANGED, SILENT_LEADER } from '../../lib/data/postgres/scripts/index.js';
import { temporaryFolder } from '../support/files.js';

const run = promisify(execFile);

/** Runs a script as member 1 of three, with functions of the test's in place of what it asks. */
const member = async (script: string, functions: string, args: readonly string[] = []): Promise<readonly string[]> => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'kubernetes.sh'), KUBERNETES + functions.replaceAll('CALLS', join(folder, 'calls')));
  writeFileSync(join(folder, 'calls'), '');
  const env = { PATH: process.env.PATH, MEMBERS: '3', SCOPE: 'orders-db' };
  await run('bash', ['-c', script.replaceAll('/etc/postgres', folder), 'script', ...args], { env });
  return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').filter(Boolean);
};

const TAKEN = '[{"op":"test","path":"/metadata/labels/role","value":"primary"},{"op":"remove","path":"/metadata/labels/role"}]';

describe('a new leader', () => {
  /** The first member is a dead leader, and the only one whose label can be taken. */
  const asked = (role: string) =>
    member(
      ROLE_CHANGED,
      `hostname() { echo orders-db-1; }
      api() { echo "$2 $6" >>CALLS; [ "$2" = pods/orders-db-0 ]; }`,
      ['on_role_change', role, 'orders-db'],
    );

  it('has the label, and takes it from all others, whether they have it or not', async () => {
    expect(await asked('primary')).toEqual([
      'pods/orders-db-1 {"metadata":{"labels":{"role":"primary"}}}',
      `pods/orders-db-0 ${TAKEN}`,
      `pods/orders-db-2 ${TAKEN}`,
    ]);
  });

  it('is the only one that does', async () => {
    expect(await asked('replica')).toEqual([]);
  });
});

describe('a silent leader', () => {
  /** Of Patroni 4. */
  const CLUSTER = JSON.stringify({
    members: [
      {
        name: 'orders-db-0',
        role: 'leader',
        state: 'running',
        api_url: 'https://10.0.0.1:8008/patroni',
        host: '10.0.0.1',
        port: 5432,
        timeline: 1,
      },
      {
        name: 'orders-db-1',
        role: 'quorum_standby',
        state: 'streaming',
        api_url: 'https://10.0.0.2:8008/patroni',
        host: '10.0.0.2',
        port: 5432,
      },
    ],
    scope: 'orders-db',
  })
    .replaceAll('":', '": ')
    .replaceAll(',"', ', "');

  /** What is asked of the API server in four rounds. */
  const asked = ({ cluster = CLUSTER, answers = 'false', lease = 'echo same', rounds = 4 }) =>
    member(
      SILENT_LEADER,
      `rounds=0
      sleep() { [ "$((rounds += 1))" -le ${rounds} ]; }
      curl() { case "$*" in *localhost*) echo '${cluster}' ;; *'https://10.0.0.1:8008/patroni') ${answers} ;; esac; }
      api() { if [ "$1" = GET ]; then ${lease}; else echo "$2 $6" >>CALLS; fi; }`,
    );

  it('has no label any more when its lease has stood still for two rounds', async () => {
    expect(await asked({ rounds: 2 })).toEqual([]);
    expect(await asked({ rounds: 3 })).toEqual([`pods/orders-db-0 ${TAKEN}`]);
  });

  it('keeps it while it renews its lease', async () => {
    expect(await asked({ lease: 'echo $rounds' })).toEqual([]);
  });

  it('keeps it while it answers, or has answered in between', async () => {
    expect(await asked({ answers: 'true' })).toEqual([]);
    expect(await asked({ answers: '[ $rounds = 3 ]' })).toEqual([]);
  });

  it('keeps it while nobody knows: no API server, no leader, no Patroni', async () => {
    expect(await asked({ lease: 'false' })).toEqual([]);
    expect(await asked({ cluster: CLUSTER.replace('leader', 'replica') })).toEqual([]);
    expect(await asked({ cluster: '' })).toEqual([]);
  });
});
