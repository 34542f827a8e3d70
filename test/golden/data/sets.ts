import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { StatefulSet } from '../../../lib/index.js';
import { synth } from '../../support/apps.js';
import { filesBelow, ROOT } from '../../support/files.js';
import { defaults, roomy, settings } from './apps.js';

export const FOLDER = join(ROOT, 'test/golden/data');

/** Of each set of data pods, what restarts them or needs the set made anew when it changes, as YAML by file. */
export type Sets = ReadonlyMap<string, string>;

/** What this version of the library makes of small applications that never change. */
export const today = (): Sets =>
  new Map(
    [synth(defaults), synth(settings, roomy)]
      .flatMap((app) => app.all<StatefulSet>('StatefulSet'))
      .map(({ metadata, spec: { selector, serviceName, podManagementPolicy, revisionHistoryLimit, template, volumeClaimTemplates } }) => [
        `${metadata.name}.yaml`,
        stringify({ selector, serviceName, podManagementPolicy, revisionHistoryLimit, template, volumeClaimTemplates }),
      ]),
  );

/** The version in package.json: the one that is being made. */
export const version = (): string => String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);

/** Versions with golden data, oldest first. */
export const versions = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));

export const golden = (of: string): Sets => filesBelow(join(FOLDER, of));

/** Semantic Versioning; before 1.0.0 a minor version may break what a major one may later. */
export function mayRestart(before: string, after: string): boolean {
  const breaking = (of: string) => (of.startsWith('0.') ? of.split('.').slice(0, 2) : of.split('.').slice(0, 1)).join('.');
  return breaking(before) !== breaking(after);
}

/** Sets whose pods would restart, or which would be made anew, by the change from one version to another. */
export const restarted = (before: Sets, after: Sets): string[] =>
  [...before].filter(([file, yaml]) => after.get(file) !== yaml).map(([file]) => file);
