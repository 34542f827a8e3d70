export * from './core/index.js';
export { ExternalService, type ExternalServiceProps } from './network/external-service/index.js';
export * from './workload/index.js';
