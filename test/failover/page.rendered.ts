import { existsSync, readFileSync } from 'node:fs';
import { standIns } from './images.js';
import type { Run } from './options.js';
import { page, type Results } from './page.text.js';
import { podsOf } from './pods.js';
import { nameOf } from './results.js';
import type { ServiceName } from './services/service.js';

const SERVICES: readonly ServiceName[] = ['postgres', 'redis', 'kafka'];

const file = (name: string) => new URL(`./results/${name}.json`, import.meta.url);
const read = (name: string): Results | undefined =>
  existsSync(file(name)) ? (JSON.parse(readFileSync(file(name), 'utf8')) as Results) : undefined;

const of = (run: Run) => SERVICES.flatMap((service) => read(nameOf({ service, run })) ?? []);

/** docs/failover.md of the committed results, its tables not yet aligned. */
export const rendered = (): string =>
  page(
    {
      campaign: of('campaign'),
      control: of('control'),
      'full-disk': of('full-disk'),
      losses: of('losses'),
      tls: of('tls'),
      valkey: of('valkey'),
    },
    { postgres: podsOf('postgres'), redis: podsOf('redis'), kafka: podsOf('kafka') },
    standIns(),
  );
