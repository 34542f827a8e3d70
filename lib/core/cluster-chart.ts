import * as cdk8s from 'cdk8s';
import type { Construct } from 'constructs';
import { type ChartOptions, reportTwin } from './chart.js';
import type { Cluster } from './environment.js';
import { freeId } from './free-id.js';

/**
 * What exists once for a cluster, in the cluster's own stack: cluster-scoped objects, and namespaces that belong to no
 * environment. Objects have the names and namespaces that they say.
 *
 * @example
 * export class Readers extends ClusterChart {
 *   constructor(scope: Construct, cluster: Cluster) {
 *     super(scope, 'readers', cluster);
 *     new ApiObject(this, 'nodes', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'node-reader' } });
 *   }
 * }
 */
export class ClusterChart extends cdk8s.Chart {
  readonly accept: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    /** A folder below that of the cluster's stack, and part of its resources' names in Pulumi. */
    readonly name: string,
    readonly cluster: Cluster,
    { accept = {}, namespace }: ChartOptions = {},
  ) {
    const id = freeId(scope, name);
    super(scope, id, { namespace, disableResourceNameHashes: true });
    this.accept = accept;
    reportTwin(this, id, name);
  }
}
