import type { Check, Subject } from './check.js';
import { quota } from './quota.js';
import { scope } from './scope.js';
import { secretLiteral } from './secret-literal.js';
import { uniqueNames } from './unique-names.js';

/** Every check, in the order in which problems are told. */
export const CHECKS: readonly Check[] = [uniqueNames, scope, secretLiteral, quota];

export const runChecks = (subject: Subject): string[] => [...subject.problems, ...CHECKS.flatMap((check) => check.run(subject))];

export type { Check, Subject } from './check.js';
