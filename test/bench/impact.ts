/** Times `evenkeel impact` of one changed image among a thousand services, the whole process: part of `npm run bench`. */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { writeResult } from './results.js';
import { commit, EVENKEEL, inFolder, measure, PLATFORM, sizeVariables, writing } from './scale/measure.js';

const SIZE = { services: 1000, charts: 50 };
const CHANGED = 123;
const RUNS = 5;

inFolder((dist) => {
  measure(writing('evenkeel', SIZE, dist), 1);
  commit(dist);

  const args = [EVENKEEL, '--platform', PLATFORM, 'impact', 'HEAD'];
  const env = { ...sizeVariables(SIZE), BENCH_CHANGED: String(CHANGED) };
  const cwd = dirname(dist);
  const said = execFileSync('node', args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
  const named = [...new Set([...said.matchAll(/service-\d+/g)].map(([name]) => name))];
  if (named.join() !== `service-${CHANGED}`) throw new Error(`impact names ${named.join(', ') || 'nothing'}:\n${said}`);
  writeResult('impact', { ...SIZE, named, ...measure({ args, env, cwd }, RUNS) });
});
