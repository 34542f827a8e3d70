export { WebService } from './web-service.js';
export type { BlueGreen, Canary, WebServiceProps } from './web-service.props.js';
