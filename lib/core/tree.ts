import { App } from 'cdk8s';
import { OwnClusterChart } from '../cluster/cluster-chart.js';
import { type Cluster, type Environment, stackOf } from './environment.js';
import { platformProblems } from './environment.schema.js';
import { EnvironmentChart } from './namespace/index.js';
import type { Platform } from './platform.js';
import { EvenkeelError } from './problems.js';

/** A tree of constructs that is deployed as one: an environment or a cluster. */
export interface Stack {
  /** Pulumi's stack, and the folder below `dist/`. */
  readonly name: string;
  readonly root: App;
  /** Undefined for a cluster's stack. */
  readonly environment?: Environment;
  /** The stack of the cluster that it is deployed to; its own name where it is that. */
  readonly clusterStack: string;
}

/** Builds every stack of a platform; `only` names one. */
export function buildStacks(platform: Platform, only?: string): Stack[] {
  const problems = platformProblems(platform.clusters, platform.environments);
  if (problems.length > 0) throw new EvenkeelError(problems);
  const names = [...platform.environments.map(({ name }) => name), ...platform.clusters.map(stackOf)];
  if (only !== undefined && !names.includes(only)) {
    throw new EvenkeelError([`there is no environment or cluster stack "${only}"; use one of ${names.join(', ')}`]);
  }
  const wanted = (name: string) => only === undefined || name === only;
  return [
    ...platform.environments.filter(({ name }) => wanted(name)).map((environment) => environmentStack(platform, environment)),
    ...platform.clusters.filter((cluster) => wanted(stackOf(cluster))).map((cluster) => clusterStack(platform, cluster)),
  ];
}

function environmentStack({ apps, clusters }: Platform, environment: Environment): Stack {
  const root = new App();
  new EnvironmentChart(root, environment);
  for (const Application of apps) new Application(root, environment);
  const cluster = clusters.find(({ name }) => name === environment.cluster) ?? { name: environment.cluster };
  return { name: environment.name, root, environment, clusterStack: stackOf(cluster) };
}

function clusterStack({ clusterApps = [] }: Platform, cluster: Cluster): Stack {
  const root = new App();
  new OwnClusterChart(root, cluster);
  for (const Application of clusterApps) new Application(root, cluster);
  return { name: stackOf(cluster), root, clusterStack: stackOf(cluster) };
}
