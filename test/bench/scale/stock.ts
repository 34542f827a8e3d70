/** The same tree, written by cdk8s' own `app.synth()`: one file per object below the folder that the first argument names. */
import { YamlOutputType } from 'cdk8s';
import { buildStacks } from '../../../lib/core/tree.js';
import { platform } from './services.js';

const [stack] = buildStacks(platform, 'bench');
if (!stack) throw new Error('the platform has no stack "bench"');
Object.assign(stack.root, { outdir: process.argv[2], yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
stack.root.synth();
