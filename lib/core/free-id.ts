import type { Construct } from 'constructs';

/** constructs refuses a second child of one name at once; a check tells it, together with everything else. */
export function freeId(scope: Construct, id: string): string {
  let free = id;
  for (let n = 2; scope.node.tryFindChild(free); n++) free = `${id}~${n}`;
  return free;
}
