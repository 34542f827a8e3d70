import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLEAN_UP, SET_UP } from '../../lib/messaging/kafka/scripts/set-up.js';
import { temporaryFolder } from '../support/files.js';

/** Prints what the cluster has, and notes what is to be changed. */
const TOOLS = `#!/bin/bash
case "$*" in
  *TopicCommand\\ --describe*) cat "$FAKES/topics" ;;
  *--describe\\ --entity-type\\ topics*) cat "$FAKES/settings" ;;
  *--describe\\ --entity-type\\ users*) cat "$FAKES/users" ;;
  *AclCommand\\ --list*) cat "$FAKES/rights" ;;
  *) echo "$*" >>"$FAKES/changes" ;;
esac
`;

interface Lines {
  readonly topics?: readonly string[];
  readonly settings?: readonly string[];
  readonly users?: readonly string[];
  readonly rights?: readonly string[];
}

const lines = (those: readonly string[] = []) => those.map((line) => `${line}\n`).join('');

interface Case {
  /** As Kafka's tools print it. */
  readonly has: Lines;
  /** As the tasks' files have it. */
  readonly wants: Lines;
}

/** What the tasks' scripts change, and how they end. */
export const setUp = (given: Case) => run(SET_UP, given);
export const cleanUp = (given: Case) => run(CLEAN_UP, given);

function run(text: string, { has, wants }: Case) {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder, path);
  for (const name of ['bin', 'fakes', 'setup', 'users', 'tmp']) mkdirSync(at(name));
  writeFileSync(at('bin/kafka-run-class.sh'), TOOLS);
  chmodSync(at('bin/kafka-run-class.sh'), 0o755);
  for (const name of ['topics', 'settings', 'users', 'rights'] as const) {
    writeFileSync(at(`fakes/${name}`), lines(has[name]));
    writeFileSync(at(`setup/${name}`), lines(wants[name]));
  }
  for (const user of wants.users ?? []) writeFileSync(at(`users/${user.split(' ')[0]}`), 'secret');
  const script = text
    .replaceAll('/opt/kafka/bin', at('bin'))
    .replaceAll('/etc/kafka-setup', at('setup'))
    .replaceAll('/etc/kafka-users', at('users'))
    .replaceAll('cd /tmp', `cd ${at('tmp')}`);
  const { status, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, FAKES: at('fakes'), BOOTSTRAP_SERVERS: 'broker:9091' },
  });
  const changes = existsSync(at('fakes/changes')) ? readFileSync(at('fakes/changes'), 'utf8').trimEnd().split('\n') : [];
  return {
    status,
    stderr,
    changes: changes.map((line) => line.replace(/^(kafka\.admin|org\.apache\.kafka\.tools)\./, '').replace(/ --bootstrap-server .*/, '')),
  };
}
