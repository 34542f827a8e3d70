import { Duration } from 'cdk8s';
import type { Job, PodTemplate } from '../../core/kubernetes.js';
import type { TaskProps } from './task.props.js';

const DEFAULT_DEADLINE = Duration.hours(1);
const DEFAULT_RETRIES = 3;

/** Seconds after which a run has failed. */
export const taskDeadline = ({ deadline = DEFAULT_DEADLINE }: TaskProps): number => deadline.toSeconds();

/** A pod that is evicted or whose node dies is replaced without being counted as a failure of the task. */
export const jobSpec = (props: TaskProps, template: PodTemplate): Job['spec'] => ({
  backoffLimit: props.retries ?? DEFAULT_RETRIES,
  activeDeadlineSeconds: taskDeadline(props),
  podFailurePolicy: {
    rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
  },
  template,
});
