export { ExternalService } from './external-service.js';
export type { ExternalServiceProps } from './external-service.props.js';
