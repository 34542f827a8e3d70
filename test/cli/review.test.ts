import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platform } from '../../apps/platform.js';
import { synthesize } from '../../lib/index.js';
import { compareText } from '../../lib/review/compare.text.js';
import { filesBelow, ROOT, runNode, temporaryFolder } from '../support/files.js';
import { defined } from '../support/objects.js';
import { temporaryRepository } from '../support/repository.js';

const evenkeel = (...args: readonly string[]) => runNode(['bin/evenkeel.js', ...args]);
const onWorking = ['--platform', 'test/fixtures/platforms/working.ts'];

/** A repository whose first commit has the working platform's YAML with an older image. */
async function repositoryWithDist() {
  const repository = temporaryRepository();
  const out = join(repository.folder, 'dist');
  await evenkeel('synth', ...onWorking, '--out', out);
  const path = join(out, 'dev/shop/worker/deployment.worker.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('1.0.0', '0.9.0'));
  return { out, base: repository.commit() };
}

describe('evenkeel impact', () => {
  it('compares what a revision has committed with the platform as it is, not with the folder', async () => {
    const { out, base } = await repositoryWithDist();
    expect(await evenkeel('impact', base, ...onWorking, '--out', out)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        '1 component changes in dev.',
        '',
        'dev',
        '  shop/worker',
        '    rolling restart of 2 pods in 2 rounds: image 0.9.0 → 1.0.0',
        '      Deployment worker',
        '        metadata.labels["app.kubernetes.io/version"]: 0.9.0 → 1.0.0',
        '        spec.template.metadata.labels["app.kubernetes.io/version"]: 0.9.0 → 1.0.0',
        '        spec.template.spec.containers[worker].image: ghcr.io/acme/worker:0.9.0 → ghcr.io/acme/worker:1.0.0',
        '',
      ].join('\n'),
    });
    const markdown = await evenkeel('impact', base, ...onWorking, '--out', out, '--format', 'markdown');
    expect(markdown).toMatchObject({ code: 0, stderr: '' });
    expect(markdown.stdout).toContain('| dev | shop/worker | rolling restart of 2 pods in 2 rounds: image 0.9.0 → 1.0.0 |');
  });

  it('refuses a revision that there is none of, and one without the folder, in one sentence', async () => {
    const { out, base } = await repositoryWithDist();
    const help = "give a commit, branch or tag that has it (git fetch brings others' branches)";
    expect(await evenkeel('impact', 'nowhere', ...onWorking, '--out', out)).toEqual({
      code: 1,
      stdout: '',
      stderr: `git cannot read revision "nowhere": fatal: Not a valid object name nowhere; ${help}\n`,
    });
    const other = join(out, '..', 'other');
    expect(await evenkeel('impact', base, ...onWorking, '--out', other)).toEqual({
      code: 1,
      stdout: '',
      stderr: `git has no ${other} in a revision "${base}"; ${help}\n`,
    });
  });

  it('refuses another format', async () => {
    const { code, stderr } = await evenkeel('impact', 'HEAD', '--format', 'html');
    expect(code).toBe(1);
    expect(stderr).toBe("error: option '--format <format>' argument 'html' is invalid. Allowed choices are text, markdown.\n");
  });
});

describe('evenkeel compare', () => {
  it('says what differs between two environments', async () => {
    const [one, other] = ['dev', 'prod'].map((name) => {
      const stack = defined(synthesize(platform, name)[0]);
      return { environment: defined(stack.environment), manifests: stack.manifests };
    });
    expect(await evenkeel('compare', 'dev', 'prod')).toEqual({ code: 0, stderr: '', stdout: compareText(defined(one), defined(other)) });
  });

  it('refuses an environment that there is none of, a cluster too', async () => {
    const sentence = (name: string) => `there is no environment "${name}"; use one of dev, staging, prod\n`;
    expect(await evenkeel('compare', 'staging', 'production')).toEqual({ code: 1, stdout: '', stderr: sentence('production') });
    expect(await evenkeel('compare', 'cluster', 'prod')).toEqual({ code: 1, stdout: '', stderr: sentence('cluster') });
  });
});

describe('evenkeel map', () => {
  it('writes the committed files: the first environment in production', async () => {
    const out = join(temporaryFolder(), 'docs');
    expect(await evenkeel('map', '--out', out)).toEqual({ code: 0, stderr: '', stdout: `${out}/map.md  prod\n${out}/map.svg  prod\n` });
    for (const [file, content] of filesBelow(out)) expect(content).toBe(readFileSync(join(ROOT, 'docs', file), 'utf8'));
    expect([...filesBelow(out).keys()]).toEqual(['map.md', 'map.svg']);
  });

  it('draws the environment that it is asked for, else the first where none is in production', async () => {
    const out = temporaryFolder();
    expect((await evenkeel('map', 'staging', '--out', out)).code).toBe(0);
    expect(filesBelow(out).get('map.md')).toContain('The environment staging,');
    expect((await evenkeel('map', ...onWorking, '--out', out)).code).toBe(0);
    expect(filesBelow(out).get('map.md')).toContain('The environment dev,');
  });

  it('refuses an environment that there is none of', async () => {
    expect(await evenkeel('map', 'qa')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'there is no environment "qa"; use one of dev, staging, prod\n',
    });
  });
});
