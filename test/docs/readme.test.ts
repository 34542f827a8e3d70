import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../failover/limits.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const below = (folder: string, end: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => join(folder, path));

/** What `npm run docs` and the measuring scripts write is theirs to keep whole. */
const GENERATED = ['docs/api/'];
const isGenerated = (path: string) => GENERATED.some((generated) => path.startsWith(generated));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/external/README.md', ...below('docs', '.md')].filter(
  (page) => !isGenerated(page),
);

describe('the pages', () => {
  test('show TypeScript that type-checks against the library', { timeout: 60_000 }, () => {
    const snippets = PAGES.flatMap(snippetsOf);
    expect(snippets.length).toBeGreaterThan(10);
    expect(typeErrors(snippets)).toEqual([]);
  });

  test.for(PAGES)('%s links to files and headings that there are', (page) => {
    const links = [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const path = relative(root, join(root, dirname(page), file || relative(dirname(page), page)));
      if (isGenerated(path)) return false;
      return !existsSync(join(root, path)) || (anchor !== undefined && !headings(path).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test.for(PAGES)('%s names npm scripts that there are', (page) => {
    const { scripts } = JSON.parse(read(join(page.startsWith('examples/external') ? 'examples/external' : '', 'package.json')));
    const own = JSON.parse(read('package.json')).scripts;
    const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts) && !(name in own))).toEqual([]);
  });

  test('promise the seconds by which campaigns are judged', () => {
    const promised = (row: string) =>
      new RegExp(`^\\| ${row} +\\| (\\d+) +\\| (\\d+) +\\| (\\d+) +\\|$`, 'm').exec(read('README.md'))?.slice(1).map(Number);
    const limits = (of: 'process' | 'hard' | 'planned') => [LIMITS.postgres[of], LIMITS.redis[of], LIMITS.kafka[of]];
    expect(promised("the leader's process killed")).toEqual(limits('process'));
    expect(promised('its node or network lost')).toEqual(limits('hard'));
    expect(promised('drain, rolling update')).toEqual(limits('planned'));
  });

  test('have a runbook for every alert, under the name and at the place that the alert gives', () => {
    const alerts = below('lib', '.alerts.ts').flatMap((file) => {
      const page = /'(docs\/runbooks\/[\w-]+\.md)'/.exec(read(file))?.[1] ?? '';
      const names = [...read(file).matchAll(/name: '([A-Z]\w+)'/g)].map(([, name = '']) => name);
      return names.map((name) => ({ file, name, page, anchor: /#(\w+)`/.exec(read(file).split(`'${name}'`)[1] ?? '')?.[1] }));
    });
    expect(alerts.length).toBeGreaterThan(6);
    expect(alerts.filter(({ name, anchor }) => anchor !== name.toLowerCase())).toEqual([]);
    expect(alerts.filter(({ page, anchor = '' }) => !existsSync(join(root, page)) || !headings(page).includes(anchor))).toEqual([]);
  });
});

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** Anchors as GitHub makes them. */
const headings = (path: string): string[] =>
  [...withoutCode(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

interface Snippet {
  readonly page: string;
  /** Of the page, where the block's first line of code is. */
  readonly line: number;
  readonly code: string;
}

function snippetsOf(page: string): Snippet[] {
  const text = read(page);
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(({ 1: code = '', index }) => ({
    page,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }));
}

/** A block without imports is what stands in a chart's constructor. */
const IN_A_CHART = [
  "import { Duration, Size } from 'cdk8s'; import { Cpu } from 'cdk8s-plus-28'; import type { Construct } from 'constructs'; " +
    "import { Chart, type Environment, ExternalService, KafkaCluster, MigrationTask, PostgresCluster, RedisSentinel, ScaledTask, ScheduledTask, Secret, WebService, Worker } from 'evenkeel'; " +
    'export const used = [Duration, Size, Cpu, ExternalService, KafkaCluster, MigrationTask, PostgresCluster, RedisSentinel, ScaledTask, ScheduledTask, Secret, WebService, Worker]; ' +
    "export class Example extends Chart { constructor(scope: Construct, environment: Environment) { super(scope, 'example', environment);",
  '} }',
] as const;

/** `README.md:12: …` for each error: one program over all blocks, each a module beside this file that exists in memory only. */
function typeErrors(snippets: readonly Snippet[]): string[] {
  const modules = new Map(snippets.map((snippet, n) => [join(root, `test/docs/snippet-${n}.ts`), snippet]));
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, ...FOR_SNIPPETS });
  const { fileExists, readFile } = host;
  const source = ({ code }: Snippet) => (/^import /m.test(code) ? code : `${IN_A_CHART[0]}\n${code}${IN_A_CHART[1]}`);
  const textOf = (path: string) => {
    const snippet = modules.get(path);
    return snippet && source(snippet);
  };
  host.fileExists = (path) => modules.has(path) || fileExists(path);
  host.readFile = (path) => textOf(path) ?? readFile(path);

  const program = ts.createProgram([...modules.keys()], { ...options, ...FOR_SNIPPETS }, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const snippet = modules.get(file?.fileName ?? '');
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (!file || !snippet) return `${file?.fileName}: ${message}`;
    const wrapped = source(snippet) === snippet.code ? 0 : 1;
    return `${snippet.page}:${snippet.line + file.getLineAndCharacterOfPosition(start).line - wrapped}: ${message}`;
  });
}

const FOR_SNIPPETS: ts.CompilerOptions = {
  noUnusedLocals: false,
  paths: {
    evenkeel: [join(root, 'lib/index.ts')],
    'evenkeel/pulumi': [join(root, 'stacks/bridge/index.ts')],
    'evenkeel/testing': [join(root, 'lib/testing/index.ts')],
  },
};
