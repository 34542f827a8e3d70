import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Long enough for a drain; it only keeps a call that hangs from outliving the test run. */
const LONGEST_CALL_MILLIS = 15 * 60_000;

/** What a program printed on stdout and stderr; fails with a sentence of its own words. */
export const run = async (program: string, args: readonly string[], input?: string): Promise<{ stdout: string; stderr: string }> => {
  const running = execute(program, args, { maxBuffer: 256 * 1024 * 1024, timeout: LONGEST_CALL_MILLIS });
  // A program that ends without reading its input says why on stderr; the broken pipe is no news.
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(input ?? '');
  try {
    return await running;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${program} ${args.join(' ')}: ${said || (error instanceof Error ? error.message : String(error))}`, { cause: error });
  }
};

/** kubectl's stdout. */
export const kubectl = async (...args: readonly string[]): Promise<string> => (await run('kubectl', args)).stdout;

/** `getJson<Deployment>('deployment', 'api', '-n', 'shop')`: what `kubectl get ... -o json` gives. */
export const getJson = async <T>(...args: readonly string[]): Promise<T> => JSON.parse(await kubectl('get', ...args, '-o', 'json')) as T;

/** What a Secret of the cluster holds: its keys, decoded. */
export const secretData = async (namespace: string, name: string): Promise<Readonly<Record<string, string>>> => {
  const { data } = await getJson<{ data: Readonly<Record<string, string>> }>('secret', name, '-n', namespace);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
};

/** Server-side apply, in the order given, taking over fields from any other owner. */
export const apply = async (objects: readonly object[]): Promise<void> => {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  await run('kubectl', ['apply', '--server-side', '--force-conflicts', '--field-manager=evenkeel-e2e', '-f', '-'], JSON.stringify(list));
};

/**
 * Polls once a second until the probe gives something.
 *
 * @param what completes the sentence "waited 60 s for ..."
 * @param probe gives undefined or false, or throws, for "not yet"; the last error is part of the failure's message
 */
export const waitFor = async <T>(what: string, seconds: number, probe: () => Promise<T | undefined | false>): Promise<T> => {
  const deadline = Date.now() + seconds * 1000;
  let lastError = '';
  while (Date.now() < deadline) {
    const timer = new AbortController();
    // A probe may hang (an exec on a frozen node), and must not hold up the verdict.
    const overdue = sleep(deadline - Date.now(), undefined, { signal: timer.signal }).catch(() => undefined);
    try {
      const found = await Promise.race([probe(), overdue]);
      if (found !== undefined && found !== false) return found;
      if (Date.now() < deadline) lastError = '';
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
    } finally {
      timer.abort();
    }
    await sleep(Math.max(0, Math.min(1000, deadline - Date.now())));
  }
  throw new Error(`waited ${seconds} s for ${what}${lastError && `; the last error was: ${lastError}`}`);
};
