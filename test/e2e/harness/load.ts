import { readFile } from 'node:fs/promises';
import { followLog } from './follow.js';
import { apply, getJson, kubectl, waitFor } from './kubectl.js';
import { type LoadProps, type LoadRun, loadObjects, podNames, RUN_LABEL } from './load.objects.js';
import { ClientLog, type LoadResult, mergeLogs } from './load.result.js';
import { pods } from './pods.js';

export { failuresBetween, type LoadResult } from './load.result.js';

export interface Load {
  /** Resolves when all clients together have sent so many and know how these ended. */
  until(requests: number): Promise<void>;
  /** Ends the load, removes all that it made, and gives what all clients counted; fails when one of them left no total. */
  stop(): Promise<LoadResult>;
}

const GENERATOR = new URL('../load/generator.mjs', import.meta.url);

/**
 * Sends requests to a Service from pods of its namespace, each on a connection of its own and on schedule whatever
 * becomes of the earlier ones. Returns when every client has had answers for three seconds and counts from now on.
 *
 * @example
 * const load = await startLoad({ namespace, target: { name: 'api', port: 8080 }, path: '/', rate: 200, clients: [{ node: 'node1' }] });
 * await load.until(10_000);
 * expect((await load.stop()).failed).toBe(0);
 */
export const startLoad = async (props: LoadProps): Promise<Load> => {
  const run: LoadRun = {
    ...props,
    name: `load-${props.target.name}-${Date.now().toString(36)}`,
    script: await readFile(GENERATOR, 'utf8'),
  };
  const clients = podNames(run).map((pod) => new Client(run.namespace, pod));
  try {
    await apply(loadObjects(run));
    await waitFor(`the load on ${run.target.name} to begin`, 120, () => begun(run, clients));
  } catch (error) {
    await remove(run, clients);
    throw error;
  }
  let result: Promise<LoadResult> | undefined;
  return {
    until: async (requests) => {
      await waitFor(`${requests} requests to ${run.target.name}`, 60 + (2 * requests) / run.rate, async () => allSent(clients, requests));
    },
    stop: () => (result ??= finish(run, clients)),
  };
};

/** A pod that sends, and what is known of its log. */
class Client {
  readonly log = new ClientLog();
  private endFollowing: (() => void) | undefined;

  constructor(
    readonly namespace: string,
    readonly pod: string,
  ) {}

  async phase(): Promise<string> {
    return (await getJson<{ status: { phase: string } }>('pod', this.pod, '-n', this.namespace)).status.phase;
  }

  follow(): void {
    this.endFollowing ??= followLog(this.namespace, this.pod, (line) => this.log.read(line));
  }

  endFollow(): void {
    this.endFollowing?.();
  }
}

const begun = async (run: LoadRun, clients: readonly Client[]): Promise<boolean> => {
  const phases = new Map((await pods(run.namespace, `${RUN_LABEL}=${run.name}`)).map(({ name, phase }) => [name, phase]));
  for (const client of clients) if (phases.get(client.pod) === 'Running') client.follow();
  const late = clients.filter(({ log }) => log.started === undefined);
  const why = ({ pod, log }: Client) => `pod ${pod} is ${phases.get(pod) ?? 'missing'}${log.waiting ? ` and gets: ${log.waiting}` : ''}`;
  if (late.length > 0) throw new Error(late.map(why).join(', '));
  return true;
};

const allSent = (clients: readonly Client[], requests: number): boolean => {
  const sent = clients.reduce((sum, { log }) => sum + log.sent, 0);
  if (sent < requests) throw new Error(`${sent} sent so far`);
  return true;
};

/** A deletion would take the log with it, and the image may have no `kill`: the client's own interpreter sends the signal. */
const end = async ({ namespace, pod }: Client): Promise<void> => {
  await kubectl('exec', '-n', namespace, pod, '--', 'node', '-e', "process.kill(1, 'SIGTERM')");
};

/** The log of a client that is made to end, read anew and whole. */
const lastLog = async (client: Client): Promise<ClientLog> => {
  let told = false;
  await waitFor(`pod ${client.pod} to end`, 60, async () => {
    if (['Succeeded', 'Failed'].includes(await client.phase())) return true;
    if (!told) await end(client);
    told = true;
    return false;
  });
  return waitFor(`the total of pod ${client.pod}`, 30, async () => {
    const log = new ClientLog().read(await kubectl('logs', '-n', client.namespace, client.pod));
    if (!log.summary) throw new Error(`its log ends after ${log.sent} requests without one`);
    return log;
  });
};

const finish = async (run: LoadRun, clients: readonly Client[]): Promise<LoadResult> => {
  try {
    return mergeLogs(await Promise.all(clients.map(lastLog)));
  } finally {
    await remove(run, clients);
  }
};

// Without waiting: a pod on a node without power would not go, and no later load has the same names.
const remove = async ({ namespace, name }: LoadRun, clients: readonly Client[]): Promise<void> => {
  for (const client of clients) client.endFollow();
  await kubectl('delete', 'pods,networkpolicies,configmaps', '-n', namespace, '-l', `${RUN_LABEL}=${name}`, '--wait=false');
};
