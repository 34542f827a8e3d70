import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ExternalService, type ExtraContainer, WebService } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { temporaryFolder } from '../../support/files.js';
import { defined, first, mainOf, podOf } from '../../support/objects.js';

const waiting = (waitForConnections?: Duration, wait?: string) => {
  const apps = synth(
    (chart) => {
      const orders = new WebService(chart, 'orders', { image: IMAGE, port: 8081 });
      const payments = new ExternalService(chart, 'payments', { host: 'pay.example.com', port: 443, cidrs: ['203.0.113.0/24'] });
      new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [orders, payments], waitForConnections });
    },
    { images: wait ? { wait } : undefined },
  );
  return { apps, initContainers: podOf(apps, 'api').initContainers ?? [] };
};

describe('waiting for connections', () => {
  it('is not done unless asked for', () => {
    expect(waiting().initContainers).toEqual([]);
  });

  it('asks the address of every connection, for as long as it is told', () => {
    const container = first(waiting(Duration.minutes(2)).initContainers);
    expect(container).toMatchObject({ name: 'wait-for-connections', image: 'docker.io/library/busybox:1.37.0' });
    expect(container.args).toEqual(['120', 'orders:8081', 'pay.example.com:443']);
  });

  it('uses the image of the environment', () => {
    expect(first(waiting(Duration.minutes(2), 'ghcr.io/acme/netcat:1.0').initContainers).image).toBe('ghcr.io/acme/netcat:1.0');
  });

  it('is as restricted and as bounded as the main container', () => {
    const { apps, initContainers } = waiting(Duration.minutes(2));
    const container = first(initContainers);
    expect(container.securityContext).toEqual(mainOf(apps, 'api').securityContext);
    expect(container.resources).toEqual(mainOf(apps, 'api').resources);
    expect(container.imagePullPolicy).toBe('Always');
  });

  it('is left out where there is nothing to wait for', () => {
    const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, waitForConnections: Duration.minutes(1) }));
    expect(podOf(apps, 'api').initContainers).toEqual([]);
  });

  it('waits once for a target that is connected to twice', () => {
    const apps = synth((chart) => {
      const orders = new WebService(chart, 'orders', { image: IMAGE, port: 8081 });
      new WebService(chart, 'api', {
        image: IMAGE,
        port: 8080,
        uses: [orders, orders.as('OLD')],
        waitForConnections: Duration.minutes(1),
      });
    });
    expect(first(podOf(apps, 'api').initContainers).args).toEqual(['60', 'orders:8081']);
  });
});

describe('the script that waits', () => {
  /** Runs it with an `nc` that knows the one address which answers. */
  const run = (answers: string, seconds: string, ...addresses: string[]) => {
    const folder = temporaryFolder();
    const nc = join(folder, 'nc');
    writeFileSync(nc, `#!/bin/sh\n[ "$4:$5" = "${answers}" ]\n`);
    chmodSync(nc, 0o755);
    const { command = [] }: Pick<ExtraContainer, 'command'> = first(waiting(Duration.minutes(1)).initContainers);
    const [sh, ...args] = command;
    const { status, stdout, stderr } = spawnSync(defined(sh), [...args, seconds, ...addresses], {
      env: { PATH: `${folder}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('ends well when every address accepts', () => {
    expect(run('orders:8081', '5', 'orders:8081')).toEqual({ status: 0, stdout: 'waiting for orders:8081\n', stderr: '' });
  });

  it('gives up at the deadline, and says on what', () => {
    expect(run('orders:8081', '0', 'orders:8081', 'users:8082')).toEqual({
      status: 1,
      stdout: 'waiting for orders:8081\nwaiting for users:8082\n',
      stderr: 'gave up waiting for users:8082: nothing accepts there\n',
    });
  });
});
