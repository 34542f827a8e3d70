import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { transformSync } from 'esbuild';
import type { Check, Examples, Subject } from '../../lib/check/check.js';
import { findingsOf } from '../../lib/check/index.js';
import { manifestPath, manifestYaml, render } from '../../lib/core/manifest.js';
import { buildStacks } from '../../lib/core/tree.js';
import * as evenkeel from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { appOf, IMAGE } from '../support/apps.js';
import { first } from '../support/objects.js';

/** What examples may name, besides `chart` and `image`. */
const NAMES = { ...evenkeel, Duration, Size, Cpu };

/** Runs statements as docs/checks.md shows them, without their types. */
function evaluate(statements: string, chart: evenkeel.Chart): void {
  const { code } = transformSync(statements, { loader: 'ts' });
  new Function('chart', 'image', ...Object.keys(NAMES), code)(chart, IMAGE, ...Object.values(NAMES));
}

/** The inside of an object literal as a value. */
function fields(literal: string): Partial<evenkeel.Environment> {
  return new Function(...Object.keys(NAMES), `return { ${literal} };`)(...Object.values(NAMES));
}

/** An environment whose one application is made by a function, rendered and not yet checked. */
export function subjectOf(build: (chart: evenkeel.Chart) => void, changes: Partial<evenkeel.Environment> = {}): Subject {
  const environment = { ...testEnvironment, ...changes };
  const stacks = buildStacks(
    { clusters: [{ name: environment.cluster }], environments: [environment], apps: [appOf(build)] },
    environment.name,
  );
  const rendered = render(first(stacks).root);
  const files = new Map(rendered.manifests.map((manifest) => [manifestPath(manifest), manifestYaml(manifest)] as const));
  return { ...rendered, environment, files };
}

/** A check's example, as the checks get it. */
export function subjectOfExample({ environment, before, ...examples }: Examples, which: 'bad' | 'good'): Subject {
  const changes = environment === undefined ? {} : fields(environment);
  const subject = (statements: string) => subjectOf((chart) => evaluate(statements, chart), changes);
  return { ...subject(examples[which]), previous: before === undefined ? undefined : subject(before).files };
}

/** The ids of the checks that find something. */
export const findingChecks = (subject: Subject): string[] =>
  findingsOf(subject).flatMap(({ check, findings }) => (findings.length > 0 ? [check.id] : []));

/** The sentences of one check. */
export const sentencesOf = (check: Check, subject: Subject): string[] => check.run(subject).map(({ problem }) => problem);
