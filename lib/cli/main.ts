import { Command } from 'commander';
import type { Platform } from '../core/platform.js';
import { EvenkeelError } from '../core/problems.js';
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
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    // What a user can mend is told without a stack trace; anything else is a defect and keeps its own.
    console.error(error.message);
    process.exitCode = 1;
  }
}
