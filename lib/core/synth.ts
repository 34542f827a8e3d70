import { createHash } from 'node:crypto';
import { runChecks } from '../check/index.js';
import type { Component } from './component.js';
import type { Environment } from './environment.js';
import { type Manifest, manifestPath, manifestYaml, render } from './manifest.js';
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
  readonly components: readonly Component[];
  readonly manifests: readonly Manifest[];
  /** Path below the stack's folder → YAML. */
  readonly files: ReadonlyMap<string, string>;
  /** `sha256:…` over every path and byte: what is reviewed is what is sent. */
  readonly digest: string;
}

/**
 * Builds, checks and renders every stack of a platform, or the one named `only`. Writes nothing.
 *
 * @throws EvenkeelError with every problem of every stack
 */
export function synthesize(platform: Platform, only?: string): SynthesizedStack[] {
  const rendered = buildStacks(platform, only).map((stack) => ({ ...stack, ...render(stack.root) }));
  const problems = new Map<string, string[]>();
  for (const stack of rendered) {
    for (const problem of new Set(runChecks(stack))) problems.set(problem, [...(problems.get(problem) ?? []), stack.name]);
  }
  if (problems.size > 0) throw new EvenkeelError([...problems].map(([problem, stacks]) => `[${stacks.join(', ')}] ${problem}`));
  return rendered.map(({ name, environment, clusterStack, components, manifests }) => {
    const files = new Map(manifests.map((manifest) => [manifestPath(manifest), manifestYaml(manifest)] as const));
    return { name, environment, clusterStack, components, manifests, files, digest: digest(files) };
  });
}

/** The same whatever the order of the files. */
export function digest(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) hash.update(`${path}\0${files.get(path)}\0`);
  return `sha256:${hash.digest('hex')}`;
}
