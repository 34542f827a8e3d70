import type { Construct } from 'constructs';
import { type Alert, Component } from '../../core/component.js';
import { addPod } from '../pod/pod-parts.js';
import { addTriggers } from '../scale/add-scaler.js';
import { checkJobScaling } from '../scale/check-scaling.js';
import { scaledJob } from '../scale/keda.objects.js';
import { jobSpec } from '../task/job.objects.js';
import { scaledTaskAlerts } from './scaled-task.alerts.js';
import type { ScaledTaskProps } from './scaled-task.props.js';

/**
 * A worker that runs to an end: KEDA starts a Job for each share of the work that waits (a ScaledJob), and none while
 * there is none. For work that takes long and must not be cut off: neither scaling in nor a new version ends a running
 * Job.
 *
 * "Delayed, not lost": a Job whose node dies starts again elsewhere, so its source must give the work again.
 *
 * @example
 * new ScaledTask(this, 'transcode', {
 *   image: 'ghcr.io/acme/transcode',
 *   scaling: { max: 20, sqsQueue: { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/videos', region: 'eu-west-1', messages: 1 } },
 * });
 */
export class ScaledTask extends Component {
  readonly endpoints = [];
  readonly alerts: readonly Alert[];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(scope: Construct, name: string, props: ScaledTaskProps) {
    super(scope, name, { kind: 'scaled-task', stage: 'workloads', accept: props.accept });
    const { min = 0, max } = props.scaling;
    const batch = { ...props, priority: props.priority ?? 'evenkeel-batch' };
    checkJobScaling(this, { ...props.scaling, min });

    const template = addPod(this, batch, {}, { restartPolicy: 'Never' });
    const triggers = addTriggers(this, props.scaling, props.uses ?? []);
    this.add('scaled-job', scaledJob(this.identity(), { min, max }, jobSpec(props, template), triggers), props.patch?.scaledJob);

    this.alerts = scaledTaskAlerts(this);
  }
}
