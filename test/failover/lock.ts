import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Holds a file's lock (flock(2)) while the work runs; whoever else breaks something on the same cluster waits for it. */
export const locked = async <T>(file: string | undefined, work: () => Promise<T>): Promise<T> => {
  if (file === undefined) return work();
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await once(holder, 'exit');
  }
};
