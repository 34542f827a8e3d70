export type { DeploymentPatches } from './deployment/add-deployment.js';
export { MigrationTask, type MigrationTaskProps } from './migration-task/index.js';
export { ScheduledTask, type ScheduledTaskProps } from './scheduled-task/index.js';
export { type Route, WebService, type WebServiceProps } from './web-service/index.js';
export { Worker, type WorkerProps } from './worker/index.js';
export type * from './workload.props.js';
