import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The state of Pulumi's stacks, for the setup and the tests alike. */
process.env.E2E_STATE ??= mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'));

/** One cluster: one file after the other, unless the command line says otherwise, and nothing more once something has failed. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.test.ts'],
    globalSetup: 'test/e2e/global-setup.ts',
    fileParallelism: false,
    bail: 1,
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    reporters: ['verbose'],
  },
});
