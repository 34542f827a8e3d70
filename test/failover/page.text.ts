import { table } from '../bench/measurements/table.js';
import type { Fault } from './faults/scene.js';
import type { Distribution } from './gaps.js';
import { LIMITS, proven, worstOf } from './limits.js';
import { FAULTS } from './nemesis.js';
import type { Run } from './options.js';
import type { LaneVerdict, Result } from './results.js';
import type { ServiceName } from './services/service.js';

export interface Results {
  readonly machine: { readonly cores: number; readonly memoryGiB: number; readonly node: string; readonly date: string };
  /** See pods.ts; of older results nobody knows. */
  readonly pods?: string;
  readonly result: Result;
}

const TITLES = { postgres: 'PostgreSQL', redis: 'Redis', kafka: 'Kafka' } as const;

const CLASSES = {
  process: "the leader's process killed",
  hard: 'leader lost hard',
  planned: 'planned: delete, drain, roll',
  twice: 'the leader killed, and its successor asked to go',
  'control-plane': 'the API server away',
  all: 'all members at once',
};

const number = (value: number) => value.toLocaleString('en');
const cells = ({ count, median, p90, worst }: Distribution) => [
  String(count),
  ...[median, p90, worst].map((seconds) => seconds.toFixed(1)),
];

const lost = ({ lost: { count }, acknowledged }: LaneVerdict) => `${number(count)} of ${number(acknowledged)}`;

const figures = ({ service, faults }: Result): string =>
  table(
    ['fault', 'worst, seconds', 'limit'],
    Object.entries(CLASSES).flatMap(([name, title]) => {
      const of = name as Fault['class'];
      const worst = worstOf(faults, of);
      return worst === undefined ? [] : [[title, worst.toFixed(1), LIMITS[service][of] === undefined ? 'none' : `${LIMITS[service][of]}`]];
    }),
  );

const kinds = ({ unavailableSeconds, behindSeconds, faults }: Result): string =>
  table(
    ['fault', 'times', 'median', '90 %', 'worst', 'worst behind the fault', 'most changes of leader in a roll'],
    Object.entries(unavailableSeconds).map(([kind, distribution]) => [
      kind === 'all' ? '**all**' : FAULTS[kind as keyof typeof FAULTS].kind,
      ...cells(distribution),
      behindSeconds[kind]?.worst.toFixed(1) ?? '',
      !kind.startsWith('roll')
        ? ''
        : String(Math.max(...faults.filter(({ fault }) => fault === kind).map(({ leaderMoves }) => leaderMoves))),
    ]),
  );

const verdict = (of: string, lane: LaneVerdict): readonly string[] => [
  of,
  lost(lane),
  number(lane.unexpected.count),
  number(lane.duplicates.count),
  number(lane.overlaps.count),
  number(lane.indeterminate),
];

const DURABILITIES = {
  postgres: { durable: 'COMMIT', plain: '' },
  redis: { durable: '`WAIT 1`', plain: 'without WAIT' },
  kafka: { durable: '`acks=all`, idempotent', plain: '`acks=1`' },
} as const;

const verdicts = ({ service, verdict: lanes }: Result): string =>
  table(
    ['acknowledged by', 'lost', 'unexpected', 'duplicates', 'under two leaders at once', 'indeterminate'],
    (['durable', 'plain'] as const).flatMap((name) => (lanes[name] ? [verdict(DURABILITIES[service][name], lanes[name])] : [])),
  );

const campaign = ({ result, machine }: Results): string => {
  const failed = result.faults.length - proven(result.faults).length;
  const longest = Math.max(0, ...result.faults.map(({ twoLeadersSeconds }) => twoLeadersSeconds));
  return `## ${TITLES[result.service]}

${result.faults.length} faults in ${result.minutes.toFixed(0)} minutes, seed ${result.seed}, ${result.clients} clients; ${machine.date.slice(0, 10)}.${failed > 0 ? ` ${failed} of them failed by themselves, or nobody recovered from them: see \`problem\` in the results.` : ''}

${verdicts(result)}

${figures(result)}

${kinds(result)}

${
  result.service === 'kafka'
    ? 'A producer cannot ask a broker whether it believes to lead; that one offset is never acknowledged for two writes shows it ("under two leaders at once").'
    : `Two members that both accept plain writes were seen for ${longest.toFixed(1)} s at the most.`
}

![Acknowledged writes per second, with the faults](failover-${result.service}.svg)`;
};

const control = ({ result }: Pick<Results, 'result'>): readonly string[] => {
  const lane = result.verdict.durable ?? result.verdict.plain;
  return [TITLES[result.service], String(result.faults.length), lane ? lost(lane) : ''];
};

const fullDisk = ({ result }: Results): readonly string[] => {
  const worst = worstOf(result.faults, 'disk');
  return [...control({ result }), worst === undefined ? '' : worst.toFixed(1)];
};

const loss = ({ result }: Results): readonly (readonly string[])[] => {
  const lane = result.verdict.durable;
  return Object.entries(result.unavailableSeconds).flatMap(([kind, { count, worst }]) =>
    kind === 'all' || !lane
      ? []
      : [[TITLES[result.service], FAULTS[kind as keyof typeof FAULTS].kind, String(count), lost(lane), worst.toFixed(1)]],
  );
};

/** What has been measured, by the kind of run. */
export type Measured = Readonly<Record<Run, readonly Results[]>>;

/** When each result was measured, and whether the data pods of today are still those. */
const age = (of: Measured, today: Readonly<Record<ServiceName, string>>): string =>
  table(
    ['service', 'run', 'measured', 'data pods'],
    Object.values(of)
      .flat()
      .map(({ result: { service, run }, machine, pods }) => [
        TITLES[service],
        run,
        machine.date.slice(0, 10),
        pods === today[service] ? 'settings and scripts: as they are now' : 'of an earlier version',
      ]),
  );

/** `today`: of each service, see pods.ts; `images`: see images.ts. */
export const page = (
  of: Measured,
  today: Readonly<Record<ServiceName, string>>,
  images: readonly (readonly string[])[],
): string => `# Failover

Written by \`npm run failover:page\` from the results that \`npm run failover -- postgres|redis|kafka\` left in
\`test/failover/results/\`. The data service is deployed with production's settings on a cluster of three nodes, clients write to
it, and one fault after the other is injected at random moments. Clients are pods that have what the library gives a workload that
\`uses\` the service (variables, files, network) and nothing else, one on every node, so that one is behind every partition. They open
a fresh connection for every ten writes and after each that failed, wait at most one second for anything, and back off for at most
250 ms. Kafka's are its own producers, idempotent, with the same timeouts. Half of PostgreSQL's go through its pooler, and half of Redis' through its
proxy. Clients keep the address of a name for 30 s: lookups hang
while a dead node's DNS pod is still listed (the cluster's node-monitor-grace-period), which is nothing that a data service can mend for its
clients. A cluster with [NodeLocal DNSCache](https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/) does not have this. What
connects within a service (Kafka's members, PostgreSQL's pooler) keeps addresses by itself.

A write that was answered is acknowledged; one that was not is indeterminate, and never counted as acknowledged. In the end
everything is read back: what was acknowledged and is not there is lost, what is there and was never sent is unexpected; nothing is
read before that. Every half second every client of PostgreSQL and Redis asks every member who leads and whether it accepts a write. A fault that did not happen (no
process died, the leader stayed) fails the campaign.

"Seconds" are the longest time between two acknowledged writes of any client outside the fault. Those behind it, on the leader's
side of a partition or on a node that stood still, are listed apart.

${of.campaign.map(campaign).join('\n\n')}

## Controls

The same harness, and services without their safeguards: PostgreSQL with asynchronous replication, Redis with
\`min-replicas-to-write 0\` and without WAIT, Kafka with \`acks=1\`. A harness that saw no loss here would prove nothing.

${table(['service', 'faults', 'acknowledged writes lost'], of.control.map(control))}

## A full disk

The leader's volume, here a small one in memory, is filled to the last block and freed again after 20 s.

${table(['service', 'faults', 'acknowledged writes lost', 'longest time without an acknowledged write, seconds'], of['full-disk'].map(fullDisk))}

## A lost volume, and a lost majority

The leader's volume is deleted with its pod, which comes back with nothing; or the leader and one more member are cut off for as long as it
takes every writer to stop, and 15 s more, in which nothing may be acknowledged. Kafka has controllers besides: the active one's
volume is deleted, or it and one more are cut off until the one that is left knows no leader, and for 15 s. Brokers go on meanwhile.

${table(['service', 'fault', 'times', 'acknowledged writes lost', 'longest time without an acknowledged write, seconds'], of.losses.flatMap(loss))}

## TLS, and certificates that are renewed

With TLS between all (PostgreSQL always has it). A renewal puts another certificate, with another key, into the Secret, and waits
until every member shows it to its clients, who verify it.

${of.tls.map(({ result }) => `### ${TITLES[result.service]}, with TLS\n\n${verdicts(result)}\n\n${kinds(result)}`).join('\n\n')}

## Valkey

The Redis component with \`engine: 'valkey'\`.

${of.valkey.map(({ result }) => `${verdicts(result)}\n\n${kinds(result)}`).join('\n\n')}

## With which images

The cluster that measured could not pull the default images. In the place of each it had one that was made for it: the same programs, with the
original's user and folders, in versions that may be others. What the original's build and its start scripts add has not been
measured. The "other image" of a roll is the same content under another tag: it shows what a roll costs, not what another version
does with the data.

${table(['default image', 'measured with'], images)}

## Of which version

What the library gives a data pod (default image, scripts, settings) may have changed since a run; then the run says so until it is
made again.

${age(of, today)}

## What this does not show

The cluster's nodes share one machine, whose page cache survives a "power-off": these are losses of processes, nodes and networks, not
of power. None of the default images ran ([which did](#with-which-images)). Where power goes everywhere at once, PostgreSQL loses nothing (every commit is synced to disk), Redis up to one second unless
\`appendfsync always\`, Kafka what it has not flushed. No loss in N faults bounds the probability of one at about 3 / N with 95 %
confidence. Three nodes, their control plane and the clients share two cores: a real cluster is faster.
`;
