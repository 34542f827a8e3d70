import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { newApiObject } from '../core/api-object.js';
import { labels } from '../core/labels.js';
import { PRIORITIES, priorityClass } from './cluster.objects.js';

/** What exists once per cluster, whatever runs on it. */
export class ClusterChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'cluster', { disableResourceNameHashes: true });
    const name = 'priority-classes';
    const metadataLabels = labels({ name, instance: name, component: 'cluster', partOf: 'cluster' });
    const classes = new Construct(this, name);
    for (const priority of PRIORITIES) newApiObject(classes, priority.name, priorityClass(priority, metadataLabels));
  }
}
