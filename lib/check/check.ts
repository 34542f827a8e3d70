import type { Environment } from '../core/environment.js';
import type { Rendered } from '../core/manifest.js';

/** What a check looks at: one stack, rendered. */
export interface Subject extends Rendered {
  /** Undefined for a cluster's stack. */
  readonly environment?: Environment;
  /** What would be written: path below the stack's folder → YAML. */
  readonly files?: ReadonlyMap<string, string>;
  /** What is committed, likewise. Undefined outside of a git repository, or where nothing is. */
  readonly previous?: ReadonlyMap<string, string>;
}

/** One thing that a check found. */
export interface Finding {
  /** Whose it is, by name: this component or one that it is a part of may accept it, or else the chart of this name. */
  readonly component?: string;
  readonly app?: string;
  /** The sentence: what is wrong, what is allowed, and the fix. */
  readonly problem: string;
}

/**
 * TypeScript statements with `chart`, `image` and everything that evenkeel exports in scope. A test runs them, and
 * docs/checks.md shows them.
 */
export interface Examples {
  readonly bad: string;
  readonly good: string;
  /** Fields of the environment, where the check needs some: the inside of an object literal. */
  readonly environment?: string;
  /** What is committed, where the check compares with it. */
  readonly before?: string;
}

/** Something that synth verifies. Each is a file: an id, a sentence, examples, and a pure function from a stack to its findings. */
export interface Check {
  readonly id: string;
  /** What holds, in one sentence without its full stop. */
  readonly title: string;
  /** Whether a component, or the chart of an object without one, may accept a finding with a written reason, or whether it always stops the run. */
  readonly acceptable: boolean;
  readonly examples: Examples;
  run(subject: Subject): Finding[];
}
