import { result } from './results.js';

export function survival(): string {
  const { faults, agree } = result('survival');
  return `## The survival check against a cluster

Six nodes in three zones; layouts of replicas, spread, pins and budgets, with what the check says of them committed before the run
(\`test/e2e/survival.predictions.json\`). After ${faults.drains} drains, ${faults.powerOffs} power-offs of a node and ${faults.zones} of a whole zone: ${agree} layouts did what it says.`;
}
