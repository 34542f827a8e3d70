import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FOLDER = process.env.JOURNAL ?? '/journal';

/** Appears when the campaign is over. */
const STOP = join(FOLDER, 'stop');

/**
 * Lines of a file on the node's disk, in the kernel's hands as soon as the call returns: they outlive the process and, where
 * the node comes back, its power-off. The beginning of a write is noted before it is sent.
 */
export const openJournal = (lane: string): ((...words: readonly (string | number)[]) => void) => {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${lane}.log`);
  return (...words) => appendFileSync(file, `${words.join(' ')}\n`);
};

export const isOver = (): boolean => existsSync(STOP);

export const stop = (): void => writeFileSync(STOP, '');

export const journals = (): string =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.log'))
    .map((file) => `# ${basename(file, '.log')}\n${readFileSync(join(FOLDER, file), 'utf8')}`)
    .join('');
