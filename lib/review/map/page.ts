import { mapMermaid } from './mermaid.js';
import type { ArchitectureMap } from './model.js';
import { mapSvg } from './svg.js';

/** File name → content of the map as it is committed: a page with both drawings, and the drawing that it shows. */
export const mapFiles = (map: ArchitectureMap): ReadonlyMap<string, string> =>
  new Map([
    ['map.md', page(map)],
    ['map.svg', mapSvg(map)],
  ]);

const page = (map: ArchitectureMap): string => `# Map

The environment ${map.environment}, drawn from its constructs by \`npm run map\`: hosts that requests come in by, components with what they
run, and services outside of the cluster. An arrow leads from who connects to whom.

![The components of ${map.environment} and their connections](map.svg)

The same as [Mermaid](https://mermaid.js.org):

\`\`\`mermaid
${mapMermaid(map)}\`\`\`
`;
