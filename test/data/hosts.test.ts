import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keepHosts } from '../../lib/data/hosts.js';
import { temporaryFolder } from '../support/files.js';

const GETENT = `#!/bin/bash
[ -e "$FAKES/$2" ] && cat "$FAKES/$2"
`;
const KUBELET = '127.0.0.1 localhost\n10.0.0.1 events-broker-0\n';

const nameOf = (ordinal: number) => `events-broker-${ordinal}.events-broker-peers`;

const running: (() => void)[] = [];
afterEach(() => {
  for (const end of running.splice(0)) end();
});

/** A member whose DNS answers from files. */
function member() {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder, path);
  for (const name of ['bin', 'tmp']) mkdirSync(at(name));
  for (const [name, text] of Object.entries({ getent: GETENT, sleep: '#!/bin/bash\nexec /bin/sleep 0.02\n' })) {
    writeFileSync(at(`bin/${name}`), text);
    chmodSync(at(`bin/${name}`), 0o755);
  }
  writeFileSync(at('hosts'), KUBELET);
  const script = keepHosts('shop', [0, 1].map(nameOf))
    .replaceAll('/tmp/', `${at('tmp')}/`)
    .replaceAll('/etc/hosts', at('hosts'));
  const dns = (ordinal: number) => at(`${nameOf(ordinal)}.shop`);
  return {
    resolves: (ordinal: number, address: string) => writeFileSync(dns(ordinal), `${address}   ${nameOf(ordinal)}.shop.svc.cluster.local\n`),
    forgets: (ordinal: number) => rmSync(dns(ordinal)),
    hosts: () => readFileSync(at('hosts'), 'utf8'),
    start: () => {
      const env = { ...process.env, PATH: `${at('bin')}:${process.env.PATH}`, FAKES: folder };
      const child = spawn('sh', ['-c', script], { env, detached: true, stdio: 'ignore' });
      const end = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
      running.push(end);
      return () => {
        running.splice(running.indexOf(end), 1);
        end();
      };
    },
  };
}

const line = (ordinal: number, address: string) => `${address} ${nameOf(ordinal)} # kept\n`;
const soon = { timeout: 10_000, interval: 10 };

describe('/etc/hosts', () => {
  it('has the members after what the kubelet wrote, as soon as DNS knows them', async () => {
    const { resolves, hosts, start } = member();
    resolves(0, '10.0.0.1');
    start();
    await expect.poll(hosts, soon).toBe(KUBELET + line(0, '10.0.0.1'));
    resolves(1, '10.0.0.2');
    await expect.poll(hosts, soon).toBe(KUBELET + line(0, '10.0.0.1') + line(1, '10.0.0.2'));
  });

  it('follows a member to its new address, and stays while DNS does not answer', async () => {
    const { resolves, forgets, hosts, start } = member();
    resolves(0, '10.0.0.1');
    resolves(1, '10.0.0.2');
    start();
    await expect.poll(hosts, soon).toContain('10.0.0.2');
    forgets(0);
    resolves(1, '10.0.0.9');
    await expect.poll(hosts, soon).toBe(KUBELET + line(0, '10.0.0.1') + line(1, '10.0.0.9'));
  });

  it('has every member once when the container is started again', async () => {
    const { resolves, forgets, hosts, start } = member();
    resolves(0, '10.0.0.1');
    const end = start();
    await expect.poll(hosts, soon).toContain('# kept');
    end();
    forgets(0);
    resolves(1, '10.0.0.2');
    start();
    await expect.poll(hosts, soon).toBe(KUBELET + line(0, '10.0.0.1') + line(1, '10.0.0.2'));
  });
});
