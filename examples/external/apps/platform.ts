import type { Platform } from 'evenkeel';
import { clusters, environments } from '../stacks/environments.js';
import { Guestbook } from './guestbook.js';

/** Everything there is: `npm run synth` and the Pulumi program start here. */
export const platform: Platform = { clusters, environments, apps: [Guestbook] };
