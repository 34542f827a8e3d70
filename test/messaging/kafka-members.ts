import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROKERS_FIT, CONTROLLERS_FIT } from '../../lib/messaging/kafka/scripts/fit.js';
import { FORMAT } from '../../lib/messaging/kafka/scripts/format.js';
import { BROKER_LEAVE, CONTROLLER_LEAVE } from '../../lib/messaging/kafka/scripts/leave.js';
import { START } from '../../lib/messaging/kafka/scripts/start.js';
import { temporaryFolder } from '../support/files.js';

/** In place of the connection to a member's metrics: what it answers is a file; who has none does not answer. */
const TIMEOUT = `#!/bin/bash
for host in "$@"; do :; done
echo "$host" >>"$FAKES/asked"
cat "$FAKES/$host"
`;
const STORAGE = `#!/bin/bash
echo "$*" >>"$FAKES/formatted"
`;

const SLEEP = `#!/bin/sh
echo "sleep $1" >>"$FAKES/asked"
exec /bin/sleep 0.05
`;

/** One member of a set, whose scripts run against members that are files. */
export function member(set: 'events-controller' | 'events-broker', ordinal: number, count: number) {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder, path);
  for (const name of ['fakes', 'bin', 'data', 'founded', 'server', 'pod', 'tls', 'tmp']) mkdirSync(at(name));
  const host = (n: number) => `${set}-${n}.${set}-peers`;
  const hosts = Array.from({ length: count }, (_, n) => host(n));
  const local = (text: string) =>
    text
      // Of a container; here it would be the machine's.
      .replaceAll(/^ {2}kill 1$/gm, '  touch "$FAKES/restarted"')
      .replaceAll('/tmp/', `${at('tmp')}/`)
      .replaceAll('/etc/kafka-pod', at('pod'))
      .replaceAll('/etc/kafka-tls', at('tls'))
      .replaceAll('/opt/kafka/bin', at('bin'))
      .replaceAll('/etc/kafka-founded', at('founded'))
      .replaceAll('/etc/kafka-server', at('server'))
      .replaceAll('/var/lib/kafka/data', at('data'));
  const broker = set === 'events-broker';
  const scripts = {
    'format.sh': FORMAT,
    'start.sh': START,
    'hosts.sh': '',
    'fit.sh': broker ? BROKERS_FIT : CONTROLLERS_FIT,
    'leave.sh': broker ? BROKER_LEAVE : CONTROLLER_LEAVE,
  };
  for (const [name, text] of Object.entries(scripts)) writeFileSync(at(`server/${name}`), local(text));
  const commands = {
    timeout: TIMEOUT,
    'kafka-storage.sh': STORAGE,
    sleep: SLEEP,
    'kafka-server-start.sh': '#!/bin/sh\nexec /bin/sleep 60\n',
  };
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(at(`bin/${name}`), text);
    chmodSync(at(`bin/${name}`), 0o755);
  }
  writeFileSync(at('pod/index'), String(ordinal));
  const read = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '');
  return {
    hosts,
    /** A member answers with these metrics; its own ordinal is asked as others do, or as itself. */
    answers: (n: number | 'itself', metrics: Readonly<Record<string, number>>) =>
      writeFileSync(
        at(`fakes/${n === 'itself' ? '127.0.0.1' : host(n)}`),
        Object.entries(metrics)
          .map(([name, value]) => `${name} ${value.toFixed(1)}\n`)
          .join(''),
      ),
    isGone: (n: number) => rmSync(at(`fakes/${host(n)}`)),
    touch: (path: string) => writeFileSync(at(path), ''),
    write: (path: string, text: string) => writeFileSync(at(path), text),
    exists: (path: string) => existsSync(at(path)),
    makeFolder: (path: string) => mkdirSync(at(path)),
    formatted: () => read('fakes/formatted'),
    asked: () => read('fakes/asked').trimEnd().split('\n'),
    /** Its exit code, none where it had to be ended, and what it said. */
    run: (script: string, millis: number, args: readonly string[]): Promise<{ code: number | null; said: string }> =>
      new Promise((resolve) => {
        let said = '';
        const child = spawn('bash', [at(`server/${script}`), ...args], {
          detached: true,
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { PATH: `${at('bin')}:${process.env.PATH}`, FAKES: at('fakes'), HOSTNAME: `${set}-${ordinal}` },
        });
        child.stdout.on('data', (text) => {
          said += text;
        });
        const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), millis);
        child.on('close', (code) => {
          clearTimeout(timer);
          resolve({ code, said });
        });
      }),
  };
}
