import { expect, it } from 'vitest';
import { type Chart, WebService } from '../../lib/index.js';
import { impactOf } from '../../lib/review/impact.js';
import { impactWords } from '../../lib/review/impact.words.js';
import { treeOf } from '../support/trees.js';

const SERVICES = 1_000;

it('one changed image among a thousand services names exactly one component', { timeout: 60_000 }, () => {
  const after = treeOf((chart: Chart) => {
    for (let n = 0; n < SERVICES; n++) new WebService(chart, `service-${n}`, { image: `ghcr.io/acme/service-${n}:1.5.0`, port: 8080 });
  });
  const path = 'test/shop/service-500/deployment.service-500.yaml';
  const yaml = after.get(path) ?? '';
  const before = new Map(after).set(path, yaml.replaceAll('1.5.0', '1.4.2'));
  expect(after.size).toBeGreaterThan(5 * SERVICES);
  expect(impactOf(before, after).map((impact) => [impact.component, impactWords(impact)])).toEqual([
    ['shop/service-500', ['rolling restart of 3 pods in 3 rounds: image 1.4.2 → 1.5.0']],
  ]);
});
