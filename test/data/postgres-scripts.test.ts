import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_MISSING } from '../../lib/data/postgres/backup/scripts/index.js';
import { COMMON, PRE_PROMOTE, ROLE_CHANGED, SILENT_LEADER, START, STOP } from '../../lib/data/postgres/scripts/index.js';
import { temporaryFolder } from '../support/files.js';

const run = promisify(execFile);

/** Runs a script as member 1 of three, with functions of the test's in place of what it asks. */
const member = async (script: string, functions: string, args: readonly string[] = []): Promise<readonly string[]> => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'common.sh'),
    COMMON + functions.replaceAll('CALLS', join(folder, 'calls')).replaceAll('DATA', join(folder, 'data')),
  );
  writeFileSync(join(folder, 'calls'), '');
  const env = { PATH: process.env.PATH, MEMBERS: '3', SCOPE: 'orders-db' };
  const here = script
    .replaceAll('/data/postgres', join(folder, 'data'))
    .replaceAll(/\/(etc\/postgres|etc\/credentials|etc\/tls|run\/patroni)\b/g, folder);
  await run('bash', ['-c', here, 'script', ...args], { env });
  return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').filter(Boolean);
};

const TAKEN = '[{"op":"test","path":"/metadata/labels/role","value":"primary"},{"op":"remove","path":"/metadata/labels/role"}]';

describe('a member that starts', () => {
  /** What it asks of the API server before Patroni runs. */
  const asked = (stored: string) =>
    member(
      START,
      `hostname() { echo 10.0.0.1; }
      patroni() { true; }
      cp() { true; }
      cat() { true; }
      mv() { true; }
      # Ends what would run beside Patroni.
      sleep() { exit; }
      api() { echo "$1 $2" >>CALLS; [ "$1" = PATCH ] || ${stored}; }`,
    );

  it('brings in line what all members have in common', async () => {
    expect(await asked(`echo '  "config": "{\\"ttl\\":20}"'`)).toEqual([
      'GET configmaps/orders-db-config',
      'PATCH configmaps/orders-db-config',
    ]);
  });

  it('leaves a pause alone, and what is not there yet', async () => {
    expect(await asked(`echo '  "config": "{\\"ttl\\":20,\\"pause\\":true}"'`)).toEqual(['GET configmaps/orders-db-config']);
    expect(await asked('false')).toEqual(['GET configmaps/orders-db-config']);
  });
});

describe('a member with half a copy', () => {
  /** What Patroni finds. */
  const found = (made: string) =>
    member(
      START,
      `hostname() { echo 10.0.0.1; }
      patroni() { find DATA -type f -printf '%P\\n' | sort >>CALLS; }
      cp() { true; }
      cat() { true; }
      mv() { true; }
      sleep() { exit; }
      api() { false; }
      mkdir -p DATA/global DATA/base && cd DATA && ${made}`,
    );

  it('begins it anew where pg_basebackup was broken off', async () => {
    expect(await found('touch backup_label base/1')).toEqual([]);
    expect(await found('touch backup_label base/1 global/pg_control')).toEqual([]);
  });

  it('removes nothing that a server could start on, and nothing of which it does not know what it is', async () => {
    expect(await found('echo 1 | tee backup_label global/pg_control >base/1')).toEqual(['backup_label', 'base/1', 'global/pg_control']);
    expect(await found('touch base/1 PG_VERSION')).toEqual(['PG_VERSION', 'base/1']);
    expect(await found('touch base/1 backup_label.old')).toEqual(['backup_label.old', 'base/1']);
    expect(await found('touch backup.manifest backup_label base/1')).toEqual(['backup.manifest', 'backup_label', 'base/1']);
  });
});

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

describe('a member that is about to lead', () => {
  const SYNC = (standbys: string, quorum: number) =>
    `printf '%s\\n' '"annotations": {' '"leader": "orders-db-0",' '"quorum": "${quorum}",' '"sync_standby": "${standbys}"' '"f:leader": {}'`;
  const position = (received: number) =>
    `echo '{"state": "running", "xlog": {"received_location": ${received}, "replayed_location": 900}}'`;

  /** Member 1 has written 1,000 bytes. Whether it is promoted. */
  const promoted = async (others: { 0?: string; 2?: string }, sync = SYNC('orders-db-1,orders-db-2', 1)): Promise<boolean> =>
    member(
      PRE_PROMOTE,
      `# Time is what sleep says: unset, it is an ordinary variable.
      unset SECONDS; SECONDS=0
      sleep() { SECONDS=$((SECONDS + 3)); }
      hostname() { echo orders-db-1; }
      timeout() { echo 1000; }
      api() { ${sync}; }
      curl() {
        case $* in
          *localhost*) printf '{"members": [%s]}' "$(for one in 0 1 2; do printf '{"name": "orders-db-%s", "role": "replica", "api_url": "https://10.0.0.%s:8008/patroni"}, ' $one $one; done)" ;;
          *10.0.0.0*) ${others[0] ?? 'return 7'} ;;
          *10.0.0.2*) ${others[2] ?? 'return 7'} ;;
          *) echo "asked: $*" >>CALLS ;;
        esac
      }`,
    ).then(
      (calls) => {
        expect(calls).toEqual([]);
        return true;
      },
      (error: { code?: number; stdout?: string }) => {
        expect(error.code).toBe(1);
        expect(error.stdout).toContain('this member is not promoted');
        return false;
      },
    );

  it('is promoted where the other replica has no more, whatever the former leader has', async () => {
    expect(await promoted({ 2: position(1000) })).toBe(true);
    expect(await promoted({ 0: position(5000), 2: position(950) })).toBe(true);
  });

  it('is not where the other replica has more, or does not say', async () => {
    expect(await promoted({ 2: position(1001) })).toBe(false);
    expect(await promoted({ 0: position(1000), 2: position(10_000) })).toBe(false);
    expect(await promoted({})).toBe(false);
  });

  it('is where the former leader has no more: it has what was acknowledged', async () => {
    expect(await promoted({ 0: position(1000) })).toBe(true);
  });

  it('is where people say so and no commit waited for it, unless another one has more', async () => {
    expect(await promoted({ 2: position(1000) }, SYNC('', 0))).toBe(true);
    expect(await promoted({}, SYNC('', 0))).toBe(true);
    expect(await promoted({ 2: position(1001) }, SYNC('', 0))).toBe(false);
  });

  it('is as soon as those answer that were lost with it', async () => {
    const led = `printf '%s\\n' '"leader": "orders-db-1",' '"quorum": "1",' '"sync_standby": "orders-db-0,orders-db-2"'`;
    const startedAfter = (seconds: number) => `if [ $SECONDS -lt ${seconds} ]; then return 7; fi; ${position(900)}`;
    expect(await promoted({ 2: startedAfter(9) }, led)).toBe(true);
    expect(await promoted({ 0: startedAfter(9) }, led)).toBe(true);
    expect(await promoted({ 2: startedAfter(20) }, led)).toBe(false);
  });

  it('is alone where it alone confirmed commits, or nobody did', async () => {
    expect(await promoted({}, SYNC('orders-db-1', 0))).toBe(true);
    expect(await promoted({}, 'false')).toBe(true);
    expect(await promoted({}, 'echo {}')).toBe(true);
  });
});

describe('a leader that is asked to go', () => {
  const asked = (api: string) =>
    member(
      STOP,
      `hostname() { if [ "\${1:-}" = -i ]; then echo 10.0.0.1; else echo orders-db-1; fi; }
      timeout() { echo f; }
      members() { true; }
      cat() { command cat "$@" 2>/dev/null || echo 7; }
      head() { echo 8; }
      api() { ${api}; }
      kill() { echo "kill $*" >>CALLS; }
      curl() { echo "\${*: -2}" >>CALLS; }`,
    );
  const SWITCHOVER = '{"leader":"orders-db-1","candidate":"orders-db-2"} https://localhost:8008/switchover';

  it('hands over, also where the API server does not answer', async () => {
    expect(await asked(`echo '    "podIP": "10.0.0.1",'`)).toEqual([SWITCHOVER]);
    expect(await asked('return 28')).toEqual([SWITCHOVER]);
  });

  it('ends at once where it was deleted by force', async () => {
    const ends = ['kill -STOP 7', 'kill -QUIT 8'];
    expect(await asked('return 22')).toEqual(ends);
    expect(await asked(`echo '    "podIP": "10.0.0.9",'`)).toEqual(ends);
    expect(await asked(`echo '    "phase": "Pending"'`)).toEqual(ends);
  });
});

describe('what a last leader had not archived', () => {
  const segment = (timeline: number, position: number) => `0000000${timeline}00000000000000${position}`;
  /** What is pushed, and what is said; the member leads on timeline 2, and two segments of timeline 1 are in the store. */
  const archived = async (push = 'true') => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pg_wal/archive_status'), { recursive: true });
    for (const name of [segment(1, 11), segment(1, 12), segment(1, 13), segment(1, 14), segment(2, 14)]) {
      writeFileSync(join(folder, 'pg_wal', name), '');
      writeFileSync(join(folder, 'pg_wal/archive_status', `${name}.done`), '');
    }
    const functions = `
      psql() { echo ${segment(2, 15)}; }
      sleep() { :; }
      timeout() {
        echo "\${5##*/}" >>calls
        case $5 in *${segment(1, 11)} | *${segment(1, 13)}) echo "WARN: WAL file already exists in the repo1 archive with the same checksum" ;; *) ${push} ;; esac
      }
    `;
    const { stdout } = await run('bash', ['-c', functions + ARCHIVE_MISSING.replaceAll('/data/postgres', folder), 'script', 'orders-db']);
    return { pushed: readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'), said: stdout.trim().split('\n').filter(Boolean) };
  };
  const saidOf = (...positions: number[]) => positions.map((position) => `archived ${segment(1, position)}, which the last leader had not`);

  it('is sent, the oldest first, whatever is there already', async () => {
    const { pushed, said } = await archived();
    expect(pushed).toEqual([11, 12, 13, 14].map((position) => segment(1, position)));
    expect(said).toEqual(saidOf(12, 14));
  });

  it('is tried again while the store is away, and left out where it is another one', async () => {
    const { pushed, said } = await archived(`[ "$(grep -c "\${5##*/}" calls)" = 2 ]`);
    expect(pushed).toEqual([11, 12, 12, 13, 14, 14].map((position) => segment(1, position)));
    expect(said).toEqual(saidOf(12, 14));
    const other = await archived(`echo 'ERROR: [045]: already exists in the repo1 archive with a different checksum'; false`);
    expect(other.pushed).toEqual([11, 12, 13, 14].map((position) => segment(1, position)));
    expect(other.said).toHaveLength(2);
    expect(other.said.join()).not.toContain('archived');
  });
});

describe('a silent leader', () => {
  /** As Patroni and, for curl, the API server write it. */
  const MEMBERS = '{"orders-db-1": "https://10.0.0.2:8008/patroni", "orders-db-0": "https://10.0.0.1:8008/patroni"}';
  const leaseOf = (name: string, renewed = 'never') =>
    `echo '{\n  "annotations": {\n    "leader": "${name}",\n    "renewTime": "'${renewed}'"\n  }\n}'`;

  /** What member 1 does in so many rounds of five seconds. */
  const asked = ({ leader = 'false', own = 'true', lease = leaseOf('orders-db-0'), config = '', pid = 'echo 7', rounds = 4 }) =>
    member(
      SILENT_LEADER,
      `rounds=0
      # Time is what sleep says: unset, it is an ordinary variable.
      unset SECONDS; SECONDS=0
      hostname() { echo orders-db-1; }
      sleep() { rounds=$((rounds + 1)); SECONDS=$((rounds * 5)); [ $rounds -le ${rounds} ]; }
      curl() {
        case "$*" in
          *localhost:8008/liveness) ${own} ;;
          *localhost:8008/failsafe) printf %s '${MEMBERS}' ;;
          *https://10.0.0.1:8008/patroni) ${leader} ;;
        esac
      }
      api() {
        case "$1 $2" in
          'GET configmaps/orders-db-leader') ${lease} ;;
          'GET configmaps/orders-db-config') echo '${config}' ;;
          *) echo "$2 $6" >>CALLS ;;
        esac
      }
      cat() { ${pid}; }
      head() { echo 8; }
      grep() { case "$*" in *postgres*comm) true ;; *) command grep "$@" ;; esac; }
      kill() { echo "kill $*" >>CALLS; }`,
    );

  it('has no label any more when its lease has stood still for ten seconds', async () => {
    expect(await asked({ rounds: 2 })).toEqual([]);
    expect(await asked({ rounds: 3 })).toEqual([`pods/orders-db-0 ${TAKEN}`]);
  });

  it('ends its own PostgreSQL', async () => {
    const hangs = { own: '[ $rounds = 1 ]', lease: leaseOf('orders-db-1') };
    expect(await asked({ ...hangs, rounds: 2 })).toEqual([]);
    expect(await asked({ ...hangs, rounds: 3 })).toEqual(['kill -KILL 7', 'kill -QUIT 8']);
  });

  it('does not while the cluster is paused, where it is stopping, and where it has just been started', async () => {
    const hangs = { own: '[ $rounds = 1 ]', lease: leaseOf('orders-db-1') };
    expect(await asked({ ...hangs, config: '    "config": "{\\"ttl\\":20,\\"pause\\":true}"' })).toEqual([]);
    expect(await asked({ ...hangs, pid: '[ $rounds = 1 ] && echo 7' })).toEqual([]);
    expect(await asked({ ...hangs, pid: 'echo $rounds' })).toEqual([]);
    expect(await asked({ ...hangs, own: 'false' })).toEqual([]);
  });

  it('keeps everything while it renews its lease', async () => {
    expect(await asked({ lease: leaseOf('orders-db-0', '$rounds') })).toEqual([]);
    expect(await asked({ lease: leaseOf('orders-db-1', '$rounds'), own: '[ $rounds = 1 ]', rounds: 6 })).toEqual([]);
  });

  it('keeps it while it answers, or has answered in between', async () => {
    expect(await asked({ leader: 'true' })).toEqual([]);
    expect(await asked({ leader: '[ $rounds = 3 ]' })).toEqual([]);
  });

  it('keeps it while nobody knows: no API server, no leader, and where a silent one does not lead', async () => {
    expect(await asked({ lease: 'false' })).toEqual([]);
    expect(await asked({ lease: leaseOf('') })).toEqual([]);
    expect(await asked({ lease: leaseOf('orders-db-2') })).toEqual([]);
  });
});
