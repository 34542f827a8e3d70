export { ScheduledTask } from './scheduled-task.js';
export type { ScheduledTaskProps } from './scheduled-task.props.js';
