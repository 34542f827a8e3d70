import { Duration } from 'cdk8s';
import type { CronJob, PodTemplate } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';
import { jobSpec } from '../task/job.objects.js';
import type { ScheduledTaskProps } from './scheduled-task.props.js';

const DEFAULT_STARTING_DEADLINE = Duration.minutes(5);

export const cronJob = (identity: Identity, props: ScheduledTaskProps, template: PodTemplate): CronJob => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    schedule: props.schedule,
    timeZone: props.timeZone ?? 'Etc/UTC',
    concurrencyPolicy: props.concurrency ?? 'Forbid',
    startingDeadlineSeconds: (props.startingDeadline ?? DEFAULT_STARTING_DEADLINE).toSeconds(),
    successfulJobsHistoryLimit: props.history?.succeeded ?? 3,
    failedJobsHistoryLimit: props.history?.failed ?? 3,
    jobTemplate: { metadata: { labels: labels(identity) }, spec: jobSpec(props, template) },
  },
});
