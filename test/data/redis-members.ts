import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as scripts from '../../lib/data/redis/scripts/index.js';
import { temporaryFolder } from '../support/files.js';

const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
export const [FIRST = '', SECOND = '', THIRD = ''] = ADDRESSES;
const CLUSTER = 'cache';

/** Answers as a shell script prints them; whoever has none does not answer. */
const REDIS_CLI = `#!/bin/sh
while [ "$1" != -h ]; do shift; done
address=$2 port=$4
shift 4
echo "$address:$port $*" >>"$FAKES/asked"
answer="$FAKES/$address-$port-$(echo "$*" | tr ' /' __)"
[ -f "$answer" ] || answer="$FAKES/$address-$port"
[ -f "$answer" ] || exit 1
. "$answer"
`;
const GETENT = `#!/bin/sh
[ -f "$FAKES/name-$2" ] && cat "$FAKES/name-$2"
`;
const SERVER = `#!/bin/sh
cp "$1" "$FAKES/started"
`;

/** Runs for as long as its test watches it. */
const SENTINEL = `#!/bin/sh
cp "$1" "$FAKES/sentinel-started"
exec /bin/sleep 60
`;
/** Ten seconds later each time. */
const DATE = `#!/bin/sh
[ -f "$FAKES/date" ] && read -r now <"$FAKES/date"
now=$((\${now:-0} + 10))
echo "$now" | tee "$FAKES/date"
`;

/** One member of three, whose scripts run against servers and sentinels that are files. */
export function member(ordinal: number) {
  const folder = temporaryFolder();
  const fakes = join(folder, 'fakes');
  const at = (path: string) => join(folder, path);
  for (const name of ['fakes', 'bin', 'opt', 'data', 'credentials', 'tls', 'tmp']) mkdirSync(at(name));
  const local = (text: string) =>
    text
      .replaceAll('/tmp/', `${at('tmp')}/`)
      // Of a container; here it would be the machine's.
      .replaceAll(/^ +kill 1$/gm, '  touch "$FAKES/restarted"')
      .replaceAll('/proc/1/fd/2', '/dev/null')
      .replaceAll('/opt/redis', at('opt'))
      .replaceAll('/credentials', at('credentials'))
      .replaceAll('/tls/', `${at('tls')}/`)
      .replaceAll('data=/data', `data=${at('data')}`);
  const files = {
    'common.sh': scripts.COMMON,
    'start.sh': scripts.START,
    'start-sentinel.sh': scripts.START_SENTINEL,
    'follow.sh': scripts.FOLLOW,
    'keep.sh': scripts.KEEP,
    'prepare.sh': scripts.PREPARE,
    'health.sh': scripts.HEALTH,
    'hand-over.sh': scripts.HAND_OVER,
    'redis.conf': '',
    'sentinel.conf': '',
    users: 'app ~*\n',
    'sentinel-users': '',
    monitor: '',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(`opt/${name}`), local(text));
  for (const user of ['replica', 'sentinel']) writeFileSync(at(`credentials/${user}-password`), 'secret');
  writeFileSync(at('data/addresses'), ADDRESSES.map((address, n) => `${CLUSTER}-${n} ${address}\n`).join(''));
  for (const [name, text] of Object.entries({
    'redis-cli': REDIS_CLI,
    getent: GETENT,
    'redis-server': SERVER,
    'redis-sentinel': SENTINEL,
    sleep: '#!/bin/sh\nexec /bin/sleep 0.05\n',
  })) {
    writeFileSync(at(`bin/${name}`), text);
    chmodSync(at(`bin/${name}`), 0o755);
  }

  const answer = (address: string, port: number, command: string, script: string) =>
    writeFileSync(join(fakes, `${address}-${port}-${command.replaceAll(/[ /]/g, '_')}`), script);
  for (const address of ADDRESSES) answer(address, 26379, 'info sentinel', "printf 'sentinel_masters:1\\r\\nsentinel_tilt:0\\r\\n'");
  const read = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '');
  return {
    /** The sentinel of a member names a primary, or none with an empty text. */
    names: (address: string, primary: string) => answer(address, 26379, `sentinel get-master-addr-by-name ${CLUSTER}`, `echo "${primary}"`),
    answer,
    /** Its own server takes whatever it is told to. */
    takesAll: () => writeFileSync(join(fakes, '127.0.0.1-6379'), 'echo OK'),
    /** The address that the cluster's DNS has for a member's Service. */
    resolves: (ordinal: number, address: string) => writeFileSync(join(fakes, `name-${CLUSTER}-${ordinal}.test.svc`), `${address} name\n`),
    hasData: () => {
      mkdirSync(at('data/appendonlydir'));
      writeFileSync(at('data/appendonlydir/appendonly.aof.manifest'), '');
    },
    touch: (path: string) => writeFileSync(at(path), ''),
    write: (path: string, text: string) => writeFileSync(at(path), text),
    /** What is written there finds no space. */
    isFull: (path: string) => symlinkSync('/dev/full', at(path)),
    read,
    exists: (path: string) => existsSync(at(path)),
    /** A failover at a sentinel makes all sentinels name another primary. */
    failsOver: (address: string, successor: string) =>
      answer(
        address,
        26379,
        `sentinel failover ${CLUSTER}`,
        `for a in ${ADDRESSES.join(' ')}; do echo "echo ${successor}" >"$FAKES/$a-26379-sentinel_get-master-addr-by-name_${CLUSTER}"; done\n`,
      ),
    /** The configuration that the server was started with; empty while it was not. */
    started: () => read('fakes/started'),
    /** What the sentinel was started with. */
    sentinelStarted: () => read('fakes/sentinel-started'),
    /** Its clock goes ten seconds on whenever it is looked at. */
    hurries: () => {
      writeFileSync(at('bin/date'), DATE);
      chmodSync(at('bin/date'), 0o755);
    },
    asked: () => read('fakes/asked').split('\n'),
    /** Its exit code; none where it had to be ended. */
    run: (script: string, millis: number, args: readonly string[] = []): Promise<number | null> =>
      new Promise((resolve) => {
        const child = spawn('sh', [at(`opt/${script}`), ...args], {
          detached: true,
          stdio: 'ignore',
          env: {
            PATH: `${at('bin')}:${process.env.PATH}`,
            FAKES: fakes,
            CLUSTER,
            NAMESPACE: 'test',
            HOSTNAME: `${CLUSTER}-${ordinal}`,
            MEMBERS: ADDRESSES.map((_, n) => `${CLUSTER}-${n}`).join(' '),
            ENGINE: 'redis',
            QUORUM: '2',
            DOWN_AFTER_MILLISECONDS: '3000',
            HAND_OVER_SECONDS: '2',
            KEEPER_PASSWORD: 'secret',
          },
        });
        const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), millis);
        child.on('close', (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      }),
  };
}
