export { Worker } from './worker.js';
export type { WorkerProps } from './worker.props.js';
