import type { Environment } from '../core/environment.js';
import type { Platform } from '../core/platform.js';
import { EvenkeelError } from '../core/problems.js';
import { type SynthesizedStack, synthesize } from '../core/synth.js';

/** The stack of one environment; a cluster's is none. */
export function synthesizeEnvironment(platform: Platform, name: string): SynthesizedStack & { readonly environment: Environment } {
  const environment = platform.environments.find((candidate) => candidate.name === name);
  const [stack] = environment ? synthesize(platform, name) : [];
  if (!environment || !stack) {
    const names = platform.environments.map((candidate) => candidate.name);
    throw new EvenkeelError([`there is no environment "${name}"; use one of ${names.join(', ')}`]);
  }
  return { ...stack, environment };
}
