import { describe, expect, it } from 'vitest';
import { type Chart, MigrationTask, WebService, Worker } from '../../lib/index.js';
import { impactOf } from '../../lib/review/impact.js';
import { impactMarkdown } from '../../lib/review/impact.markdown.js';
import { impactText } from '../../lib/review/impact.text.js';
import { IMAGE } from '../support/apps.js';
import { treeOf } from '../support/trees.js';

const ENVIRONMENTS = [
  { name: 'dev', namespace: 'acme-dev', tier: 'development' },
  { name: 'staging', namespace: 'acme-staging' },
  { name: 'prod', namespace: 'acme-prod' },
] as const;
const everywhere = (build: (chart: Chart) => void) => new Map(ENVIRONMENTS.flatMap((environment) => [...treeOf(build, environment)]));
const app = (image: string, message: string) => (chart: Chart) => {
  new WebService(chart, 'api', { image, port: 8080, env: { MESSAGE: message } });
  new Worker(chart, 'worker', { image: IMAGE });
};
const before = everywhere(app(IMAGE, 'hello'));
const impacts = impactOf(
  before,
  everywhere((chart) => {
    app('ghcr.io/acme/api:1.5.0', 'hello | <b>@all</b>')(chart);
    new MigrationTask(chart, 'migrate', { image: IMAGE });
  }),
);

describe('the impact for a terminal', () => {
  it('shows each environment once, those that change alike together, with every field', () => {
    const fields = [
      '      Deployment api',
      '        metadata.labels["app.kubernetes.io/version"]: 1.4.2 → 1.5.0',
      '        spec.template.metadata.labels["app.kubernetes.io/version"]: 1.4.2 → 1.5.0',
      '        spec.template.spec.containers[api].env[MESSAGE].value: hello → hello | <b>@all</b>',
      '        spec.template.spec.containers[api].image: ghcr.io/acme/api:1.4.2 → ghcr.io/acme/api:1.5.0',
    ];
    expect(impactText(impacts).split('\n')).toEqual([
      '2 components change in dev, staging, prod.',
      '',
      'dev',
      '  shop/api',
      '    rolling restart of 2 pods in 2 rounds: env MESSAGE hello → hello | <b>@all</b>; image 1.4.2 → 1.5.0',
      ...fields,
      '  shop/migrate',
      '    new: 2 objects',
      '',
      'staging, prod',
      '  shop/api',
      '    rolling restart of 3 pods in 3 rounds: env MESSAGE hello → hello | <b>@all</b>; image 1.4.2 → 1.5.0',
      ...fields,
      '  shop/migrate',
      '    new: 2 objects',
      '',
    ]);
  });

  it('says so where nothing changes', () => {
    expect(impactText([])).toBe('No component changes.\n');
  });
});

describe('the impact for a pull request', () => {
  it('is a table with one line for environments that change alike, then the fields to unfold, all of it text', () => {
    const restart = (pods: number) =>
      `rolling restart of ${pods} pods in ${pods} rounds: env MESSAGE hello → hello \\| &lt;b>@&#8203;all&lt;/b>; image 1.4.2 → 1.5.0`;
    const fields = [
      '~~~~text',
      'shop/api',
      '  Deployment api',
      '    metadata.labels["app.kubernetes.io/version"]: 1.4.2 → 1.5.0',
      '    spec.template.metadata.labels["app.kubernetes.io/version"]: 1.4.2 → 1.5.0',
      '    spec.template.spec.containers[api].env[MESSAGE].value: hello → hello | <b>@all</b>',
      '    spec.template.spec.containers[api].image: ghcr.io/acme/api:1.4.2 → ghcr.io/acme/api:1.5.0',
      '~~~~',
    ];
    expect(impactMarkdown(impacts).split('\n')).toEqual([
      '### Change impact',
      '',
      '2 components change in dev, staging, prod.',
      '',
      '| environment | component | impact |',
      '| --- | --- | --- |',
      `| dev | shop/api | ${restart(2)} |`,
      `| staging, prod | shop/api | ${restart(3)} |`,
      '| dev, staging, prod | shop/migrate | new: 2 objects |',
      '',
      '<details><summary>dev: every field</summary>',
      '',
      ...fields,
      '',
      '</details>',
      '',
      '<details><summary>staging, prod: every field</summary>',
      '',
      ...fields,
      '',
      '</details>',
      '',
    ]);
  });

  it('has no table where nothing changes', () => {
    expect(impactMarkdown([])).toBe('### Change impact\n\nNo component changes.\n');
  });

  it('fits into a comment, whatever changes, and says how much it leaves out', () => {
    const many = (image: string) => (chart: Chart) => {
      for (let n = 0; n < 400; n++) new Worker(chart, `worker-${n}`, { image, env: { MESSAGE: 'a'.repeat(70) } });
    };
    const markdown = impactMarkdown(impactOf(treeOf(many(IMAGE)), treeOf(many('ghcr.io/acme/api:1.5.0'))));
    expect(markdown.length).toBeGreaterThan(50_000);
    expect(markdown.length).toBeLessThan(65_536);
    const [, left = ''] = /^\| \| \| and (\d+) more \|$/m.exec(markdown) ?? [];
    expect(Number(left) + markdown.split('\n').filter((line) => line.startsWith('| test ')).length).toBe(400);
    expect(markdown).toMatch(/^and \d+ more lines\n~~~~$/m);
  });
});
