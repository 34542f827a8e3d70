import { type Load, result, table } from './results.js';

const failed = ({ failed, sent }: Load) => `${failed.toLocaleString('en')} of ${sent.toLocaleString('en')}`;

export function requests(): string {
  const { rate, runs } = result('rolling-update');
  const control = result('rolling-update-control');
  const canary = result('canary');
  const powerOffs = ([1, 2, 3] as const).map((node) => ({ node, ...result(`power-off-node${node}`) }));
  const reused = result('power-off-ports-reused');
  return `## Requests that failed

${rate} requests a second, each on a new connection, from pods in the cluster; one that has no answer after a second has failed.

${table(
  ['event', 'failed'],
  [
    ...runs.map((run, index) => [`rolling update of all pods, run ${index + 1}`, failed(run)]),
    ['rolling update of a service that ends at once on SIGTERM', failed(control.careful)],
    ['the same without preStop and readiness (control)', failed(control.run)],
    ...result('drain').nodes.map((run) => [`drain of ${run.node}, ${run.evicted} pods evicted`, failed(run)]),
    [`canary at ${canary.weight} %: ${(100 * canary.share).toFixed(1)} % of the answers were its own`, failed(canary.split)],
    ...canary.changes.map((run, index) => [`canary ${['brought in', 'set to 0 %', 'removed'][index]}`, failed(run)]),
    ...result('blue-green').results.map((run, index) => [
      `${index < 2 ? 'switch from blue to green' : 'switch back'}, ${index % 2 ? 'afterwards' : 'meanwhile'}`,
      failed(run),
    ]),
  ],
)}

## Power-off of a node

Requests fail while the dead node's endpoints are still listed; the bound is their share × (node-monitor-grace of 50 s + 10 s) × rate.

${table(
  ['node', 'endpoints there', 'failed until dropped (bound)', 'failed afterwards', 'full replicas again after', 'rollout meanwhile'],
  powerOffs.map(({ node, endpoints, failedDuring, bound, failedAfter, sentAfter, secondsToFullReplicas, rolloutOnTwoNodes }) => [
    `node${node}`,
    `${endpoints.on} of ${endpoints.of}`,
    `${failedDuring.toLocaleString('en')} (${Math.round(bound).toLocaleString('en')})`,
    failed({ failed: failedAfter, sent: sentAfter }),
    `${secondsToFullReplicas.toFixed(0)} s`,
    rolloutOnTwoNodes === undefined ? '' : `${rolloutOnTwoNodes.toFixed(0)} s`,
  ]),
)}

The load's connections have a source port of their own for minutes. A single client that opens a hundred connections a second gets its
ports back within a minute, and the node's connection tracking sends such a port where it went before
(\`nf_conntrack_tcp_timeout_syn_sent\`: 120 s), to the dead pod: then ${failed({ failed: reused.failedAfter, sent: reused.sentAfter })} failed afterwards. Clients that keep their
connections do not meet this; for others, lower that setting on the nodes.`;
}
