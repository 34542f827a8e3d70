import type { Environment } from '../core/environment.js';
import type { Rendered } from '../core/manifest.js';

/** What a check looks at: one stack, rendered. */
export interface Subject extends Rendered {
  /** Undefined for a cluster's stack. */
  readonly environment?: Environment;
}

/** Something that synth verifies. Each is a file: an id, a sentence, and a pure function from a stack to its problems. */
export interface Check {
  readonly id: string;
  readonly title: string;
  run(subject: Subject): string[];
}
