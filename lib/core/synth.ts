import { createHash } from 'node:crypto';
import { type AcceptedException, runChecks, unusedExceptions } from '../check/index.js';
import type { Component } from './component.js';
import type { Environment } from './environment.js';
import { type Manifest, manifestPath, manifestYaml, type Rendered, render } from './manifest.js';
import type { Platform } from './platform.js';
import { EvenkeelError } from './problems.js';
import { buildStacks } from './tree.js';

/** A stack as reviewers see it. */
export interface SynthesizedStack {
  /** Pulumi's stack, and the folder below `dist/`. */
  readonly name: string;
  /** Undefined for a cluster's stack. */
  readonly environment?: Environment;
  /** The stack of the cluster that it is deployed to. */
  readonly clusterStack: string;
  readonly charts: Rendered['charts'];
  readonly components: readonly Component[];
  readonly manifests: readonly Manifest[];
  /** Path below the stack's folder → YAML. */
  readonly files: ReadonlyMap<string, string>;
  /** `sha256:…` over every path and byte: what is reviewed is what is sent. */
  readonly digest: string;
  /** What checks found and components accept, with their reasons. */
  readonly accepted: readonly AcceptedException[];
}

export type { AcceptedException };

/** What is committed of a stack: path below its folder → YAML; undefined where nothing is. */
export type Committed = (stack: string) => ReadonlyMap<string, string> | undefined;

/**
 * Builds, checks and renders every stack of a platform, or the one named `only`. Writes nothing. With what is committed,
 * changes are checked besides.
 *
 * @throws EvenkeelError with every problem of every stack
 */
export function synthesize(platform: Platform, only?: string, committed: Committed = () => undefined): SynthesizedStack[] {
  const problems = new Map<string, string[]>();
  const stacks = buildStacks(platform, only).map(({ name, root, environment, clusterStack }) => {
    const rendered = render(root);
    const { charts, components, manifests } = rendered;
    const files = new Map(manifests.map((manifest) => [manifestPath(manifest), manifestYaml(manifest)] as const));
    const checked = runChecks({ ...rendered, environment, files, previous: committed(name) });
    for (const problem of new Set(checked.problems)) problems.set(problem, [...(problems.get(problem) ?? []), name]);
    return { name, environment, clusterStack, charts, components, manifests, files, accepted: checked.accepted };
  });
  if (only === undefined) for (const [problem, names] of unusedExceptions(stacks)) problems.set(problem, [...names]);
  if (problems.size > 0) throw new EvenkeelError([...problems].map(([problem, names]) => `[${names.join(', ')}] ${problem}`));
  return stacks.map((stack) => ({ ...stack, digest: digest(stack.files) }));
}

/** The same whatever the order of the files. */
export function digest(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) hash.update(`${path}\0${files.get(path)}\0`);
  return `sha256:${hash.digest('hex')}`;
}
