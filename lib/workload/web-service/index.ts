export { WebService } from './web-service.js';
export type { Route, WebServiceProps } from './web-service.props.js';
