import type { Construct } from 'constructs';
import type { Chart } from './chart.js';
import type { ClusterChart } from './cluster-chart.js';
import type { Cluster, Environment } from './environment.js';

/** An application: a chart that can be built for any environment. */
export type AppClass = new (scope: Construct, environment: Environment) => Chart;

/** What exists once per cluster: a chart that can be built for any cluster. */
export type ClusterAppClass = new (scope: Construct, cluster: Cluster) => ClusterChart;

/** Everything there is: what is deployed (apps) and where (environments on clusters). */
export interface Platform {
  readonly clusters: readonly Cluster[];
  readonly environments: readonly Environment[];
  readonly apps: readonly AppClass[];
  /** Built into the stack of every cluster, after the library's own chart there. @default [] */
  readonly clusterApps?: readonly ClusterAppClass[];
}
