import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineEvent, LocalWorkspace, type Stack } from '@pulumi/pulumi/automation/index.js';
import { synthesize, writeStacks } from '../../../lib/index.js';
import { platformOf, type Variant } from '../variants.js';
import { kubectl, run } from './kubectl.js';
import { removeNamespace } from './namespaces.js';
import { API_TOKEN, SEED } from './seed.js';

/** State of every stack of one run of the tests; a second run goes on from it where E2E_STATE names it. */
const STATE = process.env.E2E_STATE ?? mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'));
const WORK_DIR = fileURLToPath(new URL('..', import.meta.url));

/** What Pulumi did to resources: the operation and the resource's name. Those that stayed the same are left out. */
export interface Change {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
}
export interface Outcome {
  readonly changes: readonly Change[];
  readonly seconds: number;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const PULUMI = {
  PULUMI_BACKEND_URL: `file://${STATE}`,
  PULUMI_CONFIG_PASSPHRASE: 'e2e',
  PULUMI_SKIP_UPDATE_CHECK: 'true',
  PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: 'true',
};

const environmentFor = (variant: Variant): Record<string, string> => ({
  ...PULUMI,
  E2E_VARIANT: variant,
  E2E_DIST: join(STATE, `dist-${variant}`),
});

/** Writes the variant's YAML (what a reviewer would have seen) and opens its stack. */
async function open(stack: string, variant: Variant, config: Readonly<Record<string, string>> = {}): Promise<Stack> {
  mkdirSync(STATE, { recursive: true });
  const envVars = environmentFor(variant);
  writeStacks(join(STATE, `dist-${variant}`), synthesize(platformOf(variant)));
  const opened = await LocalWorkspace.createOrSelectStack({ stackName: stack, workDir: WORK_DIR }, { envVars });
  await opened.setAllConfig({
    'kubernetes:context': { value: (await kubectl('config', 'current-context')).trim() },
    seed: { value: SEED, secret: true },
    'api-token': { value: API_TOKEN, secret: true },
    ...(process.env.KUBECONFIG ? { 'kubernetes:kubeconfig': { value: process.env.KUBECONFIG } } : {}),
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
  });
  return opened;
}

const QUIET = new Set(['same', 'read', 'refresh']);

async function recorded(work: (onEvent: (event: EngineEvent) => void) => Promise<Readonly<Record<string, unknown>>>): Promise<Outcome> {
  const changes: Change[] = [];
  const started = Date.now();
  const outputs = await work(({ resourcePreEvent }) => {
    const step = resourcePreEvent?.metadata;
    if (step && !QUIET.has(step.op)) {
      const [type = '', name = ''] = step.urn.split('::').slice(-2);
      changes.push({ operation: step.op, type: type.split('$').at(-1) ?? type, name });
    }
  });
  return { changes, seconds: (Date.now() - started) / 1000, outputs };
}

const values = (outputs: Readonly<Record<string, { readonly value: unknown }>>) =>
  Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));

/** `pulumi up` of a stack, as the variant of the platform has it. Rejects with what the CLI printed. */
export async function up(stack: string, variant: Variant): Promise<Outcome> {
  const opened = await open(stack, variant);
  return recorded(async (onEvent) => values((await opened.up({ onEvent, color: 'never' })).outputs));
}

/** `pulumi preview`: the changes that an `up` would make. */
export async function preview(stack: string, variant: Variant, config: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const opened = await open(stack, variant, config);
  return recorded(async (onEvent) => {
    await opened.preview({ onEvent, color: 'never' });
    return {};
  });
}

/** `pulumi refresh`: the differences between the state and the cluster. */
export async function refresh(stack: string, variant: Variant): Promise<Outcome> {
  const opened = await open(stack, variant);
  return recorded(async (onEvent) => {
    const { summary } = await opened.refresh({ onEvent, color: 'never' });
    return { ...summary.resourceChanges };
  });
}

export async function destroy(stack: string, variant: Variant): Promise<Outcome> {
  const opened = await open(stack, variant);
  return recorded(async (onEvent) => {
    await opened.destroy({ onEvent, color: 'never' });
    return {};
  });
}

/** Ends what a test is done with: the namespace goes without the grace of its pods, for which `destroy` waits, and the stack is forgotten. */
export async function discard(stack: string): Promise<void> {
  const workspace = await LocalWorkspace.create({ workDir: WORK_DIR, envVars: PULUMI });
  await removeNamespace(`acme-${stack}`);
  await workspace.removeStack(stack, { force: true });
}

/** Everything that Pulumi wrote about any stack, and the YAML: what a thief of the disk would have. */
export function everythingWritten(): string {
  const files = readdirSync(STATE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => contentOf(join(entry.parentPath, entry.name))).join('\n');
}

/** Other stacks are deployed meanwhile, and their locks come and go. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** The CLI itself, as a user runs it; for its time. */
export async function cli(variant: Variant, ...args: readonly string[]): Promise<{ readonly seconds: number; readonly output: string }> {
  const started = Date.now();
  const { stdout } = await run('env', [
    ...Object.entries(environmentFor(variant)).map(([name, value]) => `${name}=${value}`),
    'pulumi',
    ...args,
    '--cwd',
    WORK_DIR,
    '--color',
    'never',
    '--non-interactive',
  ]);
  return { seconds: (Date.now() - started) / 1000, output: stdout };
}
