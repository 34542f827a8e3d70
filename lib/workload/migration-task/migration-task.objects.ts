import type { Job, PodTemplate } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';
import { jobSpec } from '../task/job.objects.js';
import type { MigrationTaskProps } from './migration-task.props.js';

/** Without `ttlSecondsAfterFinished`: a Job that vanished would run again at the next `up`. */
export const job = (identity: Identity, props: MigrationTaskProps, template: PodTemplate): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: jobSpec(props, template),
});
