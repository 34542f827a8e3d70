import type { Construct } from 'constructs';
import { type AppClass, Chart, type Environment, EvenkeelError } from '../../lib/index.js';
import { type SynthesizedApps, synthesizeApps, testEnvironment } from '../../lib/testing/index.js';

/** An image of its own version, so that environments need no releases. */
export const IMAGE = 'ghcr.io/acme/api:1.4.2';

/** An application that is built by a function. */
export const appOf = (build: (chart: Chart) => void, id = 'shop'): AppClass =>
  class extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, id, environment);
      build(this);
    }
  };

/** Synthesizes one application in the test environment, or in one that differs from it. */
export const synth = (build: (chart: Chart) => void, environment: Partial<Environment> = {}): SynthesizedApps =>
  synthesizeApps([appOf(build)], { ...testEnvironment, ...environment });

/** What a run refuses, sentence by sentence; throws where it refuses nothing. */
export function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof EvenkeelError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The sentences that one application in the test environment, or in one that differs from it, is refused with. */
export const refusal = (build: (chart: Chart) => void, environment: Partial<Environment> = {}): readonly string[] =>
  problemsOf(() => synth(build, environment));
