import { has, result } from './results.js';

export function deployments(): string {
  const first = result('up-from-nothing');
  const again = result('second-up').seconds.map((value) => value.toFixed(1));
  const shop = result('shop-from-nothing');
  return `## Deployment

\`pulumi up\` of the stateless half of dev from nothing, until every pod is ready: ${first.seconds.toFixed(1)} s for ${first.resources} resources. Again, with nothing changed: ${again.join(', ')} s.

The whole shop of dev from nothing, with PostgreSQL, Redis and Kafka: ${shop.seconds} s for ${shop.resources} resources (at most 240 s). The pods of the three
data services then use ${shop.memoryMebibytes.toLocaleString('en')} MiB together (at most 2,500).${has('backup') ? `\n\n${backups()}` : ''}`;
}

function backups(): string {
  const { backup, drill, copy } = result('backup').seconds;
  return `A full backup of a small PostgreSQL takes ${backup} s, the drill that restores the newest one and checks it ${drill} s; a second cluster with the state of a moment is
ready ${copy} s after \`pulumi up\` began.`;
}
