import { stringify } from 'yaml';
import type { Chart, Environment, KubernetesObject } from '../../lib/index.js';
import { synth } from './apps.js';

/** The files of an application, as synth writes them below `dist/`, in one environment that differs from the test one. */
export function treeOf(build: (chart: Chart) => void, environment: Partial<Environment> = {}): Map<string, string> {
  const { name, files } = synth(build, environment).stack;
  return new Map([...files].map(([path, yaml]) => [`${name}/${path}`, yaml]));
}

/** Files of objects that no component makes yet: all of one component `db`. */
export const treeOfObjects = (...objects: readonly KubernetesObject[]): Map<string, string> =>
  new Map(objects.map((object) => [`prod/shop/db/${object.kind.toLowerCase()}.${object.metadata.name}.yaml`, stringify(object)]));
