import type { Patch } from '../../core/patch.js';
import type { ScaledJob } from '../scale/keda.objects.js';
import type { Triggers } from '../scale/triggers.props.js';
import type { TaskProps } from '../task/task.props.js';

export interface ScaledTaskProps extends TaskProps {
  /**
   * What it takes its work from: one Job for each threshold's worth. `max` Jobs at a time; `min` that are there without
   * work, ready to take some.
   */
  readonly scaling: Omit<Triggers, 'requestsPerSecond'> & { readonly max: number /** @default 0 */; readonly min?: number };
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: { readonly scaledJob?: Patch<ScaledJob> };
}
