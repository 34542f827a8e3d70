import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNode, temporaryFolder } from '../support/files.js';

/** The packages that a Node process loads, as V8 itself counts its scripts: required and imported ones alike. */
async function packagesLoadedBy(...args: readonly string[]): Promise<string[]> {
  const folder = temporaryFolder();
  const { code, stderr } = await runNode(args, { NODE_V8_COVERAGE: join(folder, 'scripts'), CDK8S_OUTDIR: join(folder, 'dist') });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const urls = readdirSync(join(folder, 'scripts')).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(folder, 'scripts', file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  const packages = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]);
  return [...new Set(packages.filter((name) => name !== undefined))].sort();
}

const isDeployment = (name: string) => name.startsWith('@pulumi/') || name.startsWith('@kubernetes/') || name.startsWith('@grpc/');

describe('the synth path', () => {
  it.each<[string, readonly string[]]>([
    ['evenkeel synth', ['bin/evenkeel.js', 'synth']],
    ['cdk8s’ own', ['--import', 'tsx', 'apps/main.ts']],
  ])('loads cdk8s, and nothing of Pulumi or of a Kubernetes client: %s', async (_, args) => {
    const packages = await packagesLoadedBy(...args);
    expect(packages).toEqual(expect.arrayContaining(['cdk8s', 'cdk8s-plus-28', 'constructs', 'zod']));
    expect(packages.filter(isDeployment)).toEqual([]);
  });

  it('would be seen to load them', async () => {
    const packages = await packagesLoadedBy('--input-type=module', '--eval', "import '@pulumi/pulumi'; import '@kubernetes/client-node';");
    expect(packages.filter(isDeployment)).toEqual(expect.arrayContaining(['@grpc/grpc-js', '@kubernetes/client-node', '@pulumi/pulumi']));
  });
});
