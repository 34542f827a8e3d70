import type { Job } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { TaskProps } from '../task/task.props.js';

export interface MigrationTaskProps extends TaskProps {
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: { readonly job?: Patch<Job> };
}
