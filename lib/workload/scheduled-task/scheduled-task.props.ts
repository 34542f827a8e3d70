import type { Duration } from 'cdk8s';
import type { CronJob } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { TaskProps } from '../task/task.props.js';

export interface ScheduledTaskProps extends TaskProps {
  /** Five fields, as cron has them: `'0 3 * * *'`. */
  readonly schedule: string;
  /** Name of the IANA time zone of the schedule. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** What happens when a run is due and the last one is still going: `Forbid` leaves the new one out, `Replace` ends the old. @default 'Forbid' */
  readonly concurrency?: 'Allow' | 'Forbid' | 'Replace';
  /** How late a run may still start, after the control plane was away. @default 5 minutes */
  readonly startingDeadline?: Duration;
  /** Runs that are kept to look at. @default { succeeded: 3, failed: 3 } */
  readonly history?: { readonly succeeded: number; readonly failed: number };
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: { readonly cronJob?: Patch<CronJob> };
}
