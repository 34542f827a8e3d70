import type { Construct } from 'constructs';
import { type Alert, Component } from '../../core/component.js';
import { addPod } from '../pod/pod-parts.js';
import { isCron, isTimeZone } from '../schedule.js';
import { scheduledTaskAlerts } from './scheduled-task.alerts.js';
import { cronJob } from './scheduled-task.objects.js';
import type { ScheduledTaskProps } from './scheduled-task.props.js';

/**
 * Runs to an end at set times: a CronJob that starts each run once, even when the last one is late.
 *
 * A run whose node dies starts again elsewhere ("delayed, not lost"), so what it does must bear to be done twice.
 *
 * @example
 * new ScheduledTask(this, 'report', { image: 'ghcr.io/acme/report', schedule: '0 3 * * *', uses: [orders] });
 */
export class ScheduledTask extends Component {
  readonly endpoints = [];
  readonly alerts: readonly Alert[];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(scope: Construct, name: string, props: ScheduledTaskProps) {
    super(scope, name, { kind: 'scheduled-task', stage: 'workloads', accept: props.accept });
    if (!isCron(props.schedule)) {
      this.report(
        `schedule has five fields: minute, hour, day, month, weekday (got ${JSON.stringify(props.schedule)}); write it like "0 3 * * 1-5"`,
      );
    }
    if (props.timeZone !== undefined && !isTimeZone(props.timeZone)) {
      this.report(`timeZone is a name of the IANA database (got ${props.timeZone}); write it like Europe/Berlin`);
    }
    const batch = { ...props, priority: props.priority ?? 'evenkeel-batch' };

    const template = addPod(this, batch, {}, { restartPolicy: 'Never' });
    this.add('cron-job', cronJob(this.identity(), props, template), props.patch?.cronJob);

    this.alerts = scheduledTaskAlerts(this);
  }
}
