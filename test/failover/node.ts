import { run } from '../e2e/harness/kubectl.js';

/** `node2` → 2, as the test cluster's program counts. */
export const numberOf = (node: string): number => {
  const number = Number(/\d+$/.exec(node)?.[0]);
  if (!number) throw new Error(`node ${node} has no number in its name; faults need a cluster whose nodes are called node1, node2, …`);
  return number;
};

const program = (): string => {
  if (!process.env.TESTBED) throw new Error("TESTBED is not set; give it the path of the test cluster's program");
  return process.env.TESTBED;
};

export const testbed = async (...args: readonly string[]): Promise<string> => (await run(program(), args)).stdout;

export interface Processes {
  readonly node: string;
  readonly podUid: string;
  /** Of one container only. @default - every container of the pod */
  readonly containerId?: string;
  /** Extended regular expression on the command line. @default - every process */
  readonly matching?: string;
}

const find = ({ podUid, containerId, matching = '' }: Processes): string => `
  for file in $(grep -l '${containerId ?? podUid}' /proc/[0-9]*/cgroup 2>/dev/null); do
    pid=\${file#/proc/}; pid=\${pid%/cgroup}
    line=$(tr '\\0' ' ' < /proc/$pid/cmdline 2>/dev/null)
    case $line in ''|/pause*) continue ;; esac
    printf '%s' "$line" | grep -Eq -- '${matching}' && pids="$pids $pid"
  done`;

/** The states of /proc/<pid>/stat that tell that a signal was obeyed; a dead process may wait for its parent a while. */
const OBEYED = { KILL: 'ZX', STOP: 'T', CONT: 'RSDIZX' } as const;

/**
 * Sends a signal to processes of a pod from outside it: inside, the first process is out of its reach. Fails unless there
 * was one, and all obeyed.
 */
export const signal = async (processes: Processes, name: keyof typeof OBEYED): Promise<void> => {
  const script = `${find(processes)}
  [ -n "$pids" ] || { echo 'no such process' >&2; exit 1; }
  kill -${name} $pids
  sleep 0.3
  for pid in $pids; do
    state=$(sed 's/.*) //' /proc/$pid/stat 2>/dev/null | cut -c1)
    case $state in ''|[${OBEYED[name]}]) ;; *) echo "process $pid is in state $state" >&2; exit 1 ;; esac
  done`;
  await testbed('node', 'shell', String(numberOf(processes.node)), 'sh', '-c', script);
};

/** Runs a script on a pod's node, for which `$volume` is the folder of the pod's volume `data`, an emptyDir of memory. */
export const onVolume = async (node: string, podUid: string, script: string): Promise<void> => {
  const whole = `
  volume=$(awk '$2 ~ "${podUid}" && $2 ~ /empty-dir.data$/ { print $2 }' /proc/mounts)
  [ -n "$volume" ] || { echo 'no such volume' >&2; exit 1; }
  ${script}`;
  await testbed('node', 'shell', String(numberOf(node)), 'sh', '-c', whole);
};
