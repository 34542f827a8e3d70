import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { synthesize, writeStacks } from '../../../lib/index.js';
import { connect } from '../../../stacks/bridge/cluster.js';
import { deploy } from '../../../stacks/bridge/index.js';
import { platform as broken } from '../../fixtures/platforms/broken.js';
import { platform } from '../../fixtures/platforms/working.js';
import { startPulumi } from '../../support/bridge.js';
import { temporaryFolder } from '../../support/files.js';

/** Nothing listens there. */
const SERVER = 'https://127.0.0.1:9';
const KUBECONFIG = JSON.stringify(
  {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server: SERVER } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: 'eu-1', context: { cluster: 'local', user: 'nobody' } }],
  },
  undefined,
  1,
);

/** The error that a program ends with. */
const failure = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );

async function refused(stack: string, of = platform, config: Readonly<Record<string, string>> = {}, dist = '/nonexistent') {
  const registrations = await startPulumi({ stack, config });
  const error = await failure(deploy(of, { dist }));
  expect(registrations).toEqual([]);
  expect(pulumi.RunError.isInstance(error), 'is told without a stack trace').toBe(true);
  return error instanceof Error ? error.message : '';
}

describe('a deployment is refused before anything is sent', () => {
  it('of a stack that the platform does not have', async () => {
    expect(await refused('prd')).toBe('there is no environment or cluster stack "prd"; use one of dev, cluster-eu-1');
  });

  it('of a platform with problems, with all of them', async () => {
    expect(await refused('dev', broken)).toMatch(/^\d\d problems:\n {2}- \[dev\] /);
  });

  it('of YAML that nobody has reviewed', async () => {
    expect(await refused('dev')).toMatch(/^\/nonexistent\/dev is not what this program would send \(.*\.yaml and 6 more differ\)/);
  });

  it('to a cluster that nobody has named', async () => {
    const dist = join(temporaryFolder(), 'dist');
    writeStacks(dist, synthesize(platform));
    expect(await refused('dev', platform, {}, dist)).toBe(
      'stack "dev" names no kubeconfig context; run: pulumi config set kubernetes:context <context> --stack dev',
    );
  });

  it('to a cluster that does not answer', async () => {
    const dist = join(temporaryFolder(), 'dist');
    writeStacks(dist, synthesize(platform));
    const config = { 'kubernetes:context': 'eu-1', 'kubernetes:kubeconfig': KUBECONFIG };
    expect(await refused('dev', platform, config, dist)).toMatch(
      /^the cluster of context "eu-1" \(https:\/\/127\.0\.0\.1:9\) did not answer: .*ECONNREFUSED.*; check the kubeconfig, the network and your access$/,
    );
  });

  it('keeps the stack trace of what is a defect', async () => {
    await startPulumi({ stack: 'dev' });
    const defect = class {
      constructor() {
        throw new TypeError('a defect');
      }
    } as unknown as (typeof platform.apps)[number];
    expect(await failure(deploy({ ...platform, apps: [defect] }))).toBeInstanceOf(TypeError);
  });
});

describe('a connection to a cluster', () => {
  it('is to the context of the stack’s configuration, never to the current one', async () => {
    await startPulumi({ stack: 'dev', config: { 'kubernetes:context': 'eu-1', 'kubernetes:kubeconfig': KUBECONFIG } });
    expect(await connect()).toMatchObject({ context: 'eu-1', kubeconfig: KUBECONFIG });
  });

  it('is refused to a context that the kubeconfig does not have', async () => {
    await startPulumi({ stack: 'dev', config: { 'kubernetes:context': 'eu-2', 'kubernetes:kubeconfig': KUBECONFIG } });
    expect(await failure(connect())).toMatchObject({ problems: ['there is no context "eu-2" in the kubeconfig; it has eu-1'] });
  });
});
