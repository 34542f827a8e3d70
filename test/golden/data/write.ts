/** Writes the golden data of the version in package.json: `npm run golden`. That of a released version never changes. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/files.js';
import { FOLDER, today, version } from './sets.js';

if (!readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').includes(`## [${version()}] - unreleased`)) {
  throw new Error(`CHANGELOG.md does not call ${version()} unreleased; raise the version in package.json, and begin its section there`);
}
const folder = join(FOLDER, version());
const sets = today();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, yaml] of sets) writeFileSync(join(folder, file), yaml);
