/** Writes docs/checks.md: `npm run checks`. */
import { writeFileSync } from 'node:fs';
import { checksPage } from './page.js';

writeFileSync(new URL('../../docs/checks.md', import.meta.url), checksPage());
