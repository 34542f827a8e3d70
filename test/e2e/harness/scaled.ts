import { waitFor } from './kubectl.js';
import { readyPods } from './pods.js';

/** The namespace of test/e2e/scaling.app.ts. */
export const SCALING = 'acme-scaling';

export const readyCount = async (component: string): Promise<number> =>
  (await readyPods(SCALING, `app.kubernetes.io/instance=${component}`)).length;

/** Seconds until the component has so many ready pods. */
export async function reach(component: string, count: number, within: number): Promise<number> {
  const started = Date.now();
  await waitFor(`${count} ready pods of ${component}`, within, async () => {
    const ready = await readyCount(component);
    if (ready !== count) throw new Error(`${ready} are ready`);
    return true;
  });
  return Math.round((Date.now() - started) / 1000);
}
