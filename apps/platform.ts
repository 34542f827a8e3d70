import type { Platform } from '../lib/index.js';
import { clusters, environments } from '../stacks/environments.js';
import { Shop } from './shop.js';

/** Everything there is: `npm run synth`, the Pulumi program and the tests all start here. */
export const platform: Platform = { clusters, environments, apps: [Shop] };
