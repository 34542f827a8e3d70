import type { Chart } from './chart.js';
import type { Cluster, Environment } from './environment.js';

/** An application: a chart that can be built for any environment. */
export type AppClass = new (scope: import('constructs').Construct, environment: Environment) => Chart;

/** Everything there is: what is deployed (apps) and where (environments on clusters). */
export interface Platform {
  readonly clusters: readonly Cluster[];
  readonly environments: readonly Environment[];
  readonly apps: readonly AppClass[];
}
