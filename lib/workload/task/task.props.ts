import type { Duration } from 'cdk8s';
import type { WorkloadProps } from '../workload.props.js';

/** What runs to an end has besides. */
export interface TaskProps extends WorkloadProps {
  /** After this long a run is ended and has failed. @default 1 hour */
  readonly deadline?: Duration;
  /** Fresh pods after a failed one, with growing pauses; a pod lost to a drain or a dead node does not count. @default 3 */
  readonly retries?: number;
}
