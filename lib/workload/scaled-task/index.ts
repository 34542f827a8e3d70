export { ScaledTask } from './scaled-task.js';
export type { ScaledTaskProps } from './scaled-task.props.js';
