import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/files.js';
import { MEASURED, standIns } from './images.js';

/** Upstream repository → tag of what the test cluster has in its place. */
const replaced = Object.fromEntries(
  [...readFileSync(join(ROOT, 'test/e2e/testbed/images.sh'), 'utf8').matchAll(/^ {2}([\w./-]+)=\S+:(\S+)$/gm)].map(
    ([, repository = '', tag = '']) => [repository, tag],
  ),
);

it('says of every default image of the data services what it was measured with', () => {
  expect(standIns()).toContainEqual(['`docker.io/valkey/valkey:8.1.4`', "Valkey 8.1, Debian 13's packages"]);
  expect(standIns()).toHaveLength(Object.keys(MEASURED).length);
});

it.each(Object.entries(MEASURED))('says of %s the version that the test cluster has: %s', (repository, measured) => {
  expect(measured).toMatch(new RegExp(`(^| )${replaced[repository]?.replaceAll('.', '\\.')}($|[ ,'])`));
});
