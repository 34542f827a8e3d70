import { result } from './results.js';

export function deployments(): string {
  const first = result('up-from-nothing');
  const again = result('second-up').seconds.map((value) => value.toFixed(1));
  return `## Deployment

\`pulumi up\` of dev from nothing, until every pod is ready: ${first.seconds.toFixed(1)} s for ${first.resources} resources. Again, with nothing changed: ${again.join(', ')} s.`;
}
