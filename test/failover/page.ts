/** Writes docs/failover.md from the committed results: `npm run failover:page`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { page, type Results } from './page.text.js';
import type { ServiceName } from './services/service.js';

const NAMES: readonly ServiceName[] = ['postgres', 'redis', 'kafka'];

const file = (name: string) => new URL(`./results/${name}.json`, import.meta.url);
const read = (name: string): Results | undefined =>
  existsSync(file(name)) ? (JSON.parse(readFileSync(file(name), 'utf8')) as Results) : undefined;

const all = (suffix: '' | '-control' | '-full-disk' | '-tls' | '-losses' | '-valkey') =>
  NAMES.flatMap((name) => read(`${name}${suffix}`) ?? []);
const text = page({
  campaigns: all(''),
  controls: all('-control'),
  fullDisks: all('-full-disk'),
  losses: all('-losses'),
  encrypted: all('-tls'),
  valkey: all('-valkey'),
});
writeFileSync(new URL('../../docs/failover.md', import.meta.url), text);
