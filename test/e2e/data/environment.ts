import type { AppClass, Environment, Platform } from '../../../lib/index.js';
import { clusters } from '../../../stacks/environments.js';
import { productionAs } from '../environments.js';

/** Production once more, for one data service. */
export const dataEnvironment = (service: string): Environment => ({
  ...productionAs(service),
  quota: undefined,
});

/** A platform of one application, in the environment of one data service. */
export const dataPlatform = (service: string, app: AppClass, changes: Partial<Environment> = {}): Platform => ({
  clusters,
  environments: [{ ...dataEnvironment(service), ...changes }],
  apps: [app],
});
