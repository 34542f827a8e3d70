import type { Alert, Component } from '../../core/component.js';
import { taskFailed } from '../task/task.alerts.js';

export const scheduledTaskAlerts = ({ environment: { namespace }, name }: Component): Alert[] => [
  taskFailed(namespace, `${name}-[0-9]+`, `a run of scheduled task ${name} failed`),
];
