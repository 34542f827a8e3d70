/** The cdk8s app: what `cdk8s synth` and `npm run synth` run. */
import { run } from '../lib/cli/main.js';
import { platform } from './platform.js';

await run([...process.argv.slice(0, 2), 'synth'], platform);
