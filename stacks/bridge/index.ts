export { type Deployed, type DeployOptions, deploy } from './deploy.js';
