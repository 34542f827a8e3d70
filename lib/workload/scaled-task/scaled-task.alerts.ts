import type { Alert, Component } from '../../core/component.js';
import { triggerFailing } from '../scale/scaler.alerts.js';
import { taskFailed } from '../task/task.alerts.js';

export const scaledTaskAlerts = ({ environment: { namespace }, name }: Component): Alert[] => [
  taskFailed(namespace, `${name}-[a-z0-9]+`, `a run of scaled task ${name} failed`),
  triggerFailing(namespace, name, `scaled task ${name}`, 'scaledjob'),
];
