/** Writes docs/failover.md from the committed results: `npm run failover:page`. */
import { writeFileSync } from 'node:fs';
import { rendered } from './page.rendered.js';

writeFileSync(new URL('../../docs/failover.md', import.meta.url), rendered());
