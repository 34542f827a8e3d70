import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const RETRY_MILLIS = 5000;

/**
 * Follows a pod's log from its start, and again from its start whenever the stream breaks. One process for as long as
 * it takes: asking once a second would cost a small machine more than the load itself.
 *
 * @returns a function that ends it
 */
export const followLog = (namespace: string, pod: string, onLine: (line: string) => void): (() => void) => {
  let child: ChildProcess | undefined;
  let retry: NodeJS.Timeout | undefined;
  let ended = false;
  const start = () => {
    const running = spawn('kubectl', ['logs', '-f', '-n', namespace, pod], { stdio: ['ignore', 'pipe', 'ignore'] });
    child = running;
    createInterface({ input: running.stdout }).on('line', onLine);
    // The call that waits for these lines tells what is missing; a stream that broke is only opened again.
    running.on('error', () => undefined);
    running.on('close', () => {
      if (!ended) retry = setTimeout(start, RETRY_MILLIS);
    });
  };
  start();
  return () => {
    ended = true;
    clearTimeout(retry);
    child?.kill();
  };
};
