import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, temporaryFolder } from '../support/files.js';
import { defined } from '../support/objects.js';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: { readonly impact: { readonly steps: readonly Step[] } };
}

const workflow = parse(readFileSync(join(ROOT, 'examples/github/impact.yml'), 'utf8')) as Workflow;
const { steps } = workflow.jobs.impact;
const commandOf = (step: string) => defined(steps.find(({ name }) => name === step)?.run, `step ${step}`);

/** Runs a step's commands as the runner does, with stand-ins for programs; gives the folder with what they wrote. */
function run(step: string, programs: Readonly<Record<string, string>>): (file: string) => string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', commandOf(step)], {
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      RUNNER_TEMP: folder,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      GITHUB_REPOSITORY: 'acme/shop',
      NUMBER: '7',
    },
  });
  return (file) => readFileSync(join(folder, file), 'utf8');
}

/** Writes its arguments down, and answers the question for comments. */
const gh = (comments: string) => `echo "$*" >> calls; case "$*" in *--paginate*) printf '${comments}' ;; esac`;

describe('the sample workflow', () => {
  it('pins its actions, and may do no more than read and comment', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(1);
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/);
    expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  });

  it('compares with the branch that the pull request goes into, and marks the text', () => {
    const file = run('impact', { npx: 'echo "$*" > npx-call; echo "### Change impact"' });
    expect(file('npx-call')).toBe('evenkeel impact HEAD^1 --format markdown\n');
    expect(file('impact.md')).toBe('<!-- evenkeel impact -->\n### Change impact\n');
    expect(file('summary.md')).toBe(file('impact.md'));
  });

  it('fails where the impact does', () => {
    expect(() => run('impact', { npx: 'exit 1' })).toThrow('Command failed');
  });

  it('makes a comment the first time, and updates that one later', () => {
    const lastCall = (comments: string) =>
      run('comment', { gh: gh(comments) })('calls')
        .trim()
        .split('\n')
        .at(-1);
    expect(lastCall('')).toMatch(/^api --silent --method POST repos\/acme\/shop\/issues\/7\/comments --field body=@.*impact\.md$/);
    expect(lastCall('41\\n42\\n')).toMatch(
      /^api --silent --method PATCH repos\/acme\/shop\/issues\/comments\/41 --field body=@.*impact\.md$/,
    );
  });

  it('finds its comment by the mark that it writes', () => {
    const mark = /echo '(<!-- .* -->)'/.exec(commandOf('impact'))?.[1];
    expect(commandOf('comment')).toContain(`startswith("${defined(mark)}")`);
  });
});
