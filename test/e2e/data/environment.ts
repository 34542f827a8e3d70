import type { AppClass, Environment, Platform } from '../../../lib/index.js';
import { clusters } from '../../../stacks/environments.js';
import { trialEnvironment } from '../environments.js';

/** Production once more, for one data service: a namespace of its own, and small volumes. */
export const dataEnvironment = (service: string): Environment => ({
  ...trialEnvironment,
  name: service,
  namespace: `acme-${service}`,
  domain: `${service}.example.com`,
  quota: undefined,
});

/** A platform of one application, in the environment of one data service. */
export const dataPlatform = (service: string, app: AppClass, changes: Partial<Environment> = {}): Platform => ({
  clusters,
  environments: [{ ...dataEnvironment(service), ...changes }],
  apps: [app],
});
