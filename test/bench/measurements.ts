/** Writes docs/measurements.md from the committed results: `npm run measurements`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Machine {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly kubernetes?: string;
  readonly date: string;
}
interface Load {
  readonly sent: number;
  readonly failed: number;
}
/** Each file's `result`, as the test or script of its name writes it. */
interface Results {
  readonly synth: { readonly seconds: { readonly min: number; readonly median: number; readonly max: number } };
  readonly 'second-up': { readonly seconds: readonly number[] };
  readonly 'up-from-nothing': { readonly seconds: number; readonly resources: number };
  readonly 'rolling-update': { readonly rate: number; readonly runs: readonly Load[] };
  readonly 'rolling-update-control': { readonly run: Load };
  readonly drain: { readonly nodes: readonly (Load & { readonly node: string; readonly evicted: number })[] };
  readonly [powerOff: `power-off-${string}`]: {
    readonly endpoints: { readonly on: number; readonly of: number };
    readonly failedDuring: number;
    readonly bound: number;
    readonly sentAfter: number;
    readonly failedAfter: number;
    readonly secondsToFullReplicas: number;
    readonly rolloutOnTwoNodes?: number;
  };
}

const files = ['./results/', '../e2e/results/'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url)).map((file) => new URL(folder + file, import.meta.url)),
);
const all = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as { name: string; machine: Machine; result: unknown });

function result<Name extends keyof Results & string>(name: Name): Results[Name] {
  const found = all.find((file) => file.name === name);
  if (!found) throw new Error(`there is no result "${name}"; run npm run bench and npm run e2e`);
  return found.result as Results[Name];
}

const list = (seconds: readonly number[]) => seconds.map((value) => value.toFixed(1)).join(', ');
const synth = result('synth').seconds;
const first = result('up-from-nothing');
const rolling = result('rolling-update');
const control = result('rolling-update-control').run;
const drained = result('drain').nodes;
const powerOffs = all.flatMap(({ name }) => (name.startsWith('power-off-') ? [name as `power-off-${string}`] : [])).sort();
const machine = all[0]?.machine;
if (!machine) throw new Error('there are no results; run npm run bench and npm run e2e');
const kubernetes = all.find((file) => file.machine.kubernetes)?.machine.kubernetes;

writeFileSync(
  new URL('../../docs/measurements.md', import.meta.url),
  `# Measurements

Written by \`npm run measurements\` from the results that \`npm run bench\` and \`npm run e2e\` left in \`test/bench/results/\` and
\`test/e2e/results/\`. Machine: ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; Kubernetes ${kubernetes} with three nodes on that one
machine, control plane, nodes and load generator side by side.

| what | measured |
| --- | --- |
| \`npm run synth\`, whole process, all environments | ${synth.median} s (median; ${synth.min} to ${synth.max} s) |
| \`pulumi up\` of dev from nothing, until every pod is ready | ${first.seconds.toFixed(1)} s, ${first.resources} resources |
| \`pulumi up\` of dev again, nothing changed | ${list(result('second-up').seconds)} s |

## Requests that failed

Requests on new connections, ${rolling.rate} a second, from pods in the cluster, with one second until each counts as failed.

| event | failed of sent |
| --- | --- |
${rolling.runs.map(({ failed, sent }, run) => `| rolling update, run ${run + 1} | ${failed} of ${sent} |`).join('\n')}
| the same without preStop and readiness (control) | ${control.failed} of ${control.sent} |
${drained.map(({ node, failed, sent, evicted }) => `| drain of ${node}, ${evicted} pods evicted | ${failed} of ${sent} |`).join('\n')}

## Power-off of a node

Requests fail while the dead node's endpoints are still listed; the bound is its share of the endpoints × (node-monitor-grace + 10 s) × rate.

| node | endpoints there | failed until dropped (bound) | failed afterwards | full replicas again after | rollout meanwhile |
| --- | --- | --- | --- | --- | --- |
${powerOffs
  .map((name) => {
    const { endpoints, failedDuring, bound, failedAfter, sentAfter, secondsToFullReplicas, rolloutOnTwoNodes } = result(name);
    const rollout = rolloutOnTwoNodes === undefined ? '' : `${rolloutOnTwoNodes.toFixed(0)} s`;
    return `| ${name.replace('power-off-', '')} | ${endpoints.on} of ${endpoints.of} | ${failedDuring} (${Math.round(bound)}) | ${failedAfter} of ${sentAfter} | ${secondsToFullReplicas.toFixed(0)} s | ${rollout} |`;
  })
  .join('\n')}
`,
);
