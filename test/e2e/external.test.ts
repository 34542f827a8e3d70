import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installExternal } from '../package/installed.js';
import { kubectl, run } from './harness/kubectl.js';
import { readyPods } from './harness/pods.js';

describe('an application that knows only the package', () => {
  let external: Installed;
  const variables = { GUESTBOOK_IMAGE: process.env.E2E_PODINFO_IMAGE ?? '' };
  const pulumi = (...args: readonly string[]) =>
    run('env', [
      `PULUMI_BACKEND_URL=file://${state}`,
      'PULUMI_CONFIG_PASSPHRASE=e2e',
      `GUESTBOOK_IMAGE=${variables.GUESTBOOK_IMAGE}`,
      'pulumi',
      ...args,
      '--stack',
      'live',
      '--cwd',
      external.project,
      '--non-interactive',
    ]);
  const state = mkdtempSync(join(tmpdir(), 'evenkeel-guestbook-'));

  beforeAll(async () => {
    external = installExternal();
  });
  afterAll(async () => {
    await pulumi('destroy', '--yes');
    external.remove();
  });

  test('synthesizes, deploys and runs', async () => {
    expect(external.evenkeel('synth', variables).status).toBe(0);
    await pulumi('stack', 'init');
    await pulumi('config', 'set', 'kubernetes:context', (await kubectl('config', 'current-context')).trim());

    const { stdout } = await pulumi('up', '--yes');

    expect(stdout).toMatch(/namespace\s*: "guestbook"/);
    expect(await readyPods('guestbook', 'app.kubernetes.io/part-of=guestbook')).toHaveLength(2 + 3);
  });
});
