export { EnvironmentChart } from './environment-namespace.js';
