import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl, waitFor } from '../e2e/harness/kubectl.js';
import { inWriter } from './commands.js';
import type { Sighting, Write } from './journal.js';
import { type Member, membersOf } from './members.js';
import type { Service } from './services/service.js';
import type { Present } from './verdict.js';

/** What writers noted, and what is there. */
export interface Evidence {
  readonly writes: readonly Write[];
  readonly sightings: readonly Sighting[];
  readonly present: readonly Present[];
  /** Lanes that may have sent more than they noted. */
  readonly open: ReadonlySet<string>;
}

/** Long enough for the last write to end. */
const LAST_WRITE_MILLIS = 3000;

/** Stops every writer, fetches its journals, and reads everything back through a client. */
export const collect = async (
  service: Service,
  namespace: string,
  clients: readonly Member[],
  keep: string | undefined,
): Promise<Evidence> => {
  await sameClients(namespace, clients);
  await Promise.all(clients.map(({ name }) => inWriter(namespace, name, service.commands.stop)));
  await sleep(LAST_WRITE_MILLIS);
  const notes = [];
  for (const { name } of clients) {
    for (const [lane, text] of await journalsOf(service, namespace, name)) {
      notes.push({ lane, ...service.parse(lane, text) });
      if (keep !== undefined) copy(keep, lane, text);
    }
  }
  return {
    writes: notes.flatMap(({ writes }) => writes),
    sightings: notes.flatMap(({ sightings }) => sightings),
    open: new Set(notes.filter(({ open }) => open).map(({ lane }) => lane)),
    present: await readBack(
      service,
      namespace,
      clients,
      notes.map(({ lane }) => lane),
    ),
  };
};

const copy = (folder: string, name: string, text: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.log`), text);
};

/** What all containers of these pods have said since then: the next fault may replace them, and why one took so long is gone. */
export const keepLogs = async (folder: string, namespace: string, pods: readonly Member[], since: number): Promise<void> => {
  const flags = ['--all-containers', '--prefix', '--timestamps', `--since-time=${new Date(since).toISOString()}`];
  for (const { name } of pods) copy(folder, name, await kubectl('logs', '-n', namespace, name, ...flags));
};

/** A writer that was replaced took its journal along: then nothing can be said. */
const sameClients = async (namespace: string, clients: readonly Member[]): Promise<void> => {
  const workers = new Set(clients.map(({ name }) => name.replace(/-[^-]+-[^-]+$/, '')));
  const now = new Set((await Promise.all([...workers].map((worker) => membersOf(namespace, worker)))).flat().map(({ uid }) => uid));
  const gone = clients.filter(({ uid }) => !now.has(uid));
  if (gone.length > 0)
    throw new Error(`${gone.map(({ name }) => name).join(', ')} was replaced during the campaign, and its journal is gone`);
};

const whole = (text: string): string => {
  if (!text.endsWith('# end\n')) throw new Error('the output was cut off');
  return text.slice(0, -'# end\n'.length);
};

const journalsOf = async (service: Service, namespace: string, pod: string): Promise<readonly (readonly [string, string])[]> =>
  waitFor(`the journals of ${pod}`, 60, async () => {
    const text = whole(await inWriter(namespace, pod, service.commands.journal));
    return text
      .split(/^# /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const);
  });

const readBack = async (
  service: Service,
  namespace: string,
  [reader]: readonly Member[],
  lanes: readonly string[],
): Promise<readonly Present[]> =>
  waitFor('everything to be read back', 120, async () =>
    service.parsePresent(whole(await inWriter(namespace, reader?.name ?? '', service.commands.read)), lanes),
  );
