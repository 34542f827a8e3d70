import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROLE_CHANGED } from '../../lib/data/postgres/scripts/index.js';
import { temporaryFolder } from '../support/files.js';

const run = promisify(execFile);

/** What member 1 of three asks of the API server: the first member is a dead leader, and the only one whose label can be taken. */
const asked = async (role: string): Promise<readonly string[]> => {
  const folder = temporaryFolder();
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  writeFileSync(join(folder, 'kubernetes.sh'), `api() { echo "$2 $6" >>${calls}; [ "$2" = pods/orders-db-0 ]; }\n`);
  writeFileSync(join(folder, 'hostname'), '#!/bin/sh\necho orders-db-1\n');
  chmodSync(join(folder, 'hostname'), 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, MEMBERS: '3' };
  const script = ROLE_CHANGED.replaceAll('/etc/postgres', folder);
  await run('bash', ['-c', script, 'role-changed.sh', 'on_role_change', role, 'orders-db'], { env });
  return readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean);
};

describe('a new leader', () => {
  it('has the label, and takes it from all others, whether they have it or not', async () => {
    const taken = '[{"op":"test","path":"/metadata/labels/role","value":"primary"},{"op":"remove","path":"/metadata/labels/role"}]';
    expect(await asked('primary')).toEqual([
      'pods/orders-db-1 {"metadata":{"labels":{"role":"primary"}}}',
      `pods/orders-db-0 ${taken}`,
      `pods/orders-db-2 ${taken}`,
    ]);
  });

  it('is the only one that does', async () => {
    expect(await asked('replica')).toEqual([]);
  });
});
