import { deploy } from 'evenkeel/pulumi';
import { platform } from '../apps/platform.js';

/** The stack's name says what is deployed: the environment `live`, or `cluster`. */
export const { namespace, digest, clusterUid } = await deploy(platform);
