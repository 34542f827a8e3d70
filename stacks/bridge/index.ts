/**
 * The bridge to Pulumi: deploys what was reviewed.
 *
 * @module evenkeel/pulumi
 */
export { type Deployed, type DeployOptions, deploy } from './deploy.js';
