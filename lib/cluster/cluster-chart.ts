import { Construct } from 'constructs';
import { newApiObject } from '../core/api-object.js';
import { ClusterChart } from '../core/cluster-chart.js';
import type { Cluster } from '../core/environment.js';
import { labels } from '../core/labels.js';
import { PRIORITIES, priorityClass } from './cluster.objects.js';

/** What every cluster has, whatever runs on it. */
export class OwnClusterChart extends ClusterChart {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, 'cluster', cluster);
    const name = 'priority-classes';
    const metadataLabels = labels({ name, instance: name, component: 'cluster', partOf: 'cluster' });
    const classes = new Construct(this, name);
    for (const priority of PRIORITIES) newApiObject(classes, priority.name, priorityClass(priority, metadataLabels));
  }
}
