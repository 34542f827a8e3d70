import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/files.js';
import { rendered } from './page.rendered.js';

/** As `npm run failover:page` leaves it. */
const formatted = (text: string): string => {
  const biome = [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--stdin-file-path=docs/failover.md'];
  const { status, stdout, stderr } = spawnSync(process.execPath, biome, { cwd: ROOT, input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

it('docs/failover.md is what the committed results say', () => {
  const committed = readFileSync(join(ROOT, 'docs/failover.md'), 'utf8');
  expect(committed, 'docs/failover.md is not current: run npm run failover:page').toBe(formatted(rendered()));
});
