/** Writes docs/measurements.md from the committed results: `npm run measurements`. */
import { writeFileSync } from 'node:fs';
import { deployments } from './measurements/deployments.js';
import { requests } from './measurements/requests.js';
import { has, machine } from './measurements/results.js';
import { scaling } from './measurements/scaling.js';
import { survival } from './measurements/survival.js';
import { synthesis } from './measurements/synthesis.js';

const { cores, memoryGiB, node, kubernetes } = machine;

writeFileSync(
  new URL('../../docs/measurements.md', import.meta.url),
  `# Measurements

Written by \`npm run measurements\` from the results that \`npm run bench\` and \`npm run e2e\` left in \`test/bench/results/\` and
\`test/e2e/results/\`. Machine: ${cores} cores, ${memoryGiB} GiB, Node ${node}; Kubernetes ${kubernetes}, whose control plane, nodes and load generator share
that one machine.

${[synthesis(), deployments(), requests(), scaling(), ...(has('survival') ? [survival()] : [])].join('\n\n')}
`,
);
