import { Command, Option } from 'commander';
import type { Platform } from '../core/platform.js';
import { EvenkeelError } from '../core/problems.js';
import { type CheckOptions, runCheck } from './check.js';
import { runCompare } from './compare.js';
import { FORMATS, type ImpactOptions, runImpact } from './impact.js';
import { runMap } from './map.js';
import { runSynth } from './synth.js';

/** The command line: `evenkeel <command> [--platform FILE]`. */
export async function run(argv: readonly string[], platform: Platform): Promise<void> {
  const program = new Command('evenkeel')
    .description('Highly available platforms on Kubernetes: reviewable YAML from a few typed lines')
    .option('--platform <file>', 'module that exports the platform', 'apps/platform.ts');
  program
    .command('synth')
    .description('write the YAML of every environment and cluster')
    .option('--out <folder>', 'where to (CDK8S_OUTDIR, else dist)', process.env.CDK8S_OUTDIR ?? 'dist')
    .action(({ out }: { readonly out: string }) => runSynth(platform, out));
  program
    .command('check')
    .description('check every environment and cluster, and write nothing')
    .option('--out <folder>', 'where the committed YAML is (CDK8S_OUTDIR, else dist)', process.env.CDK8S_OUTDIR ?? 'dist')
    .option('--base <revision>', "git revision to compare with: of a pull request's merge HEAD^1 (HEAD, where there is one)")
    .action((options: CheckOptions) => runCheck(platform, options));
  program
    .command('impact <base>')
    .description('say what becomes of what a git revision has committed, once the platform as it is now takes its place')
    .option('--out <folder>', 'where the committed YAML is (CDK8S_OUTDIR, else dist)', process.env.CDK8S_OUTDIR ?? 'dist')
    .addOption(new Option('--format <format>', 'for a terminal or for a pull request').choices(FORMATS).default('text'))
    .action((base: string, options: ImpactOptions) => runImpact(platform, base, options));
  program
    .command('compare <environment> <other>')
    .description('say what differs between two environments')
    .action((one: string, other: string) => runCompare(platform, one, other));
  program
    .command('map [environment]')
    .description('draw the components of an environment and their connections (the first one in production)')
    .option('--out <folder>', 'where to', 'docs')
    .action((environment: string | undefined, { out }: { readonly out: string }) => runMap(platform, environment, out));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    // What a user can mend is told without a stack trace; anything else is a defect and keeps its own.
    console.error(error.message);
    process.exitCode = 1;
  }
}
