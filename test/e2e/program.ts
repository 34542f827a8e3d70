import { deploy } from '../../stacks/bridge/index.js';
import { platformOf } from './variants.js';

/** The Pulumi program of the end-to-end tests: the platform of E2E_VARIANT, whose YAML stands in E2E_DIST. */
export const { namespace, digest, urls, certificatesUntil, clusterUid } = await deploy(platformOf(process.env.E2E_VARIANT ?? 'shop'), {
  dist: process.env.E2E_DIST,
});
