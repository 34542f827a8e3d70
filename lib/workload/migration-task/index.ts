export { MigrationTask } from './migration-task.js';
export type { MigrationTaskProps } from './migration-task.props.js';
