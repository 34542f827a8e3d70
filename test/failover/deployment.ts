import { kubectl, waitFor } from '../e2e/harness/kubectl.js';
import { up } from '../e2e/harness/pulumi.js';
import { platformOf, type Variant } from '../e2e/variants.js';
import { isWhole, type Member, membersOf } from './members.js';
import type { Service } from './services/service.js';
import type { View } from './view.js';

type Which = keyof Service['variants'];

export const variantOf = ({ name, variants }: Service, which: Which): Variant => {
  const variant = variants[which];
  if (!variant) throw new Error(`${name} has no variant ${which}`);
  return variant;
};

/** The one environment of the service's trial platform. */
export const environmentOf = (service: Service, which: Which) => {
  const variant = variantOf(service, which);
  const [environment] = platformOf(variant).environments;
  if (!environment) throw new Error(`the variant ${variant} has no environment`);
  return environment;
};

export const deploy = async (service: Service, which: Which): Promise<number> =>
  (await up(environmentOf(service, which).name, variantOf(service, which))).seconds;

export const members = async (service: Service, namespace: string): Promise<readonly Member[]> =>
  (await Promise.all(service.sets.map((set) => membersOf(namespace, set)))).flat();

/** The pods of the Workers whose names begin so. */
export const clients = async (namespace: string, beginning: string): Promise<readonly Member[]> => {
  const names = (await kubectl('get', 'deployments', '-n', namespace, '-o', 'name')).split('\n').map((name) => name.replace(/^.*\//, ''));
  return (await Promise.all(names.filter((name) => name.startsWith(beginning)).map((name) => membersOf(namespace, name)))).flat();
};

/** Waits until every member is there, follows, and one leads; gives its name. */
export const health = (service: Service, namespace: string, view: View, seconds = 300): Promise<string> =>
  waitFor(`${service.name} to be whole`, seconds, async () => {
    for (const set of service.sets) await isWhole(namespace, set);
    await service.healthy(view, namespace);
    return service.leader(view);
  });
