import type { Construct } from 'constructs';

/** What a user can mend: every sentence names the component, the value, what is allowed and the fix. */
export class EvenkeelError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.length === 1 ? String(problems[0]) : `${problems.length} problems:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'EvenkeelError';
  }
}

/**
 * Notes a problem on a construct and lets the program go on, so that one run tells all of them. It is a validation of
 * the construct, so `app.synth()` of stock cdk8s reports it too.
 */
export function reportProblem(construct: Construct, problem: string): void {
  construct.node.addValidation({ validate: () => [problem] });
}
