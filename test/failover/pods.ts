import { createHash } from 'node:crypto';
import { golden, version } from '../golden/data/sets.js';
import type { ServiceName } from './services/service.js';

const FILES: Readonly<Record<ServiceName, readonly string[]>> = {
  postgres: ['orders-db.yaml'],
  redis: ['cache.yaml'],
  kafka: ['events-broker.yaml', 'events-controller.yaml'],
};

/** A fingerprint of a service's data pods as this version makes them: what a result was measured on. */
export const podsOf = (service: ServiceName): string => {
  const sets = golden(version());
  const hash = createHash('sha256');
  for (const file of FILES[service]) hash.update(sets.get(file) ?? '');
  return hash.digest('hex').slice(0, 16);
};
