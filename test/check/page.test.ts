import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/files.js';
import { checksPage } from './page.js';

it('docs/checks.md is what the checks say of themselves', () => {
  expect(readFileSync(join(ROOT, 'docs/checks.md'), 'utf8'), 'docs/checks.md is not current: run npm run checks').toBe(checksPage());
});
