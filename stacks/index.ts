import { platform } from '../apps/platform.js';
import { deploy } from './bridge/index.js';

/** The one Pulumi program: the stack's name says which environment, or the cluster, it deploys. */
export const { namespace, digest, urls, certificatesUntil, clusterUid } = await deploy(platform);
