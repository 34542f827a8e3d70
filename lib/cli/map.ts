import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../core/platform.js';
import { architectureMap } from '../review/map/model.js';
import { mapFiles } from '../review/map/page.js';
import { synthesizeEnvironment } from './environment.js';

/** Writes the map of an environment, by default of the first one in production, else of the first. */
export function runMap(platform: Platform, name: string | undefined, outdir: string): void {
  const [first] = platform.environments;
  const chosen = name ?? (platform.environments.find(({ tier }) => tier === 'production') ?? first)?.name ?? '';
  const map = architectureMap(synthesizeEnvironment(platform, chosen));
  mkdirSync(outdir, { recursive: true });
  for (const [file, content] of mapFiles(map)) {
    writeFileSync(join(outdir, file), content);
    console.log(`${join(outdir, file)}  ${map.environment}`);
  }
}
