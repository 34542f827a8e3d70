import { HOSTNAME, ZONE } from '../../core/labels.js';
import type { Topology } from './scheduler.js';

export const keyOf = (over: Topology): string => (over === 'zone' ? ZONE : HOSTNAME);

/** Undefined for a label that says nothing of zones and nodes. */
export const topologyOf = (key: string): Topology | undefined => (key === ZONE ? 'zone' : key === HOSTNAME ? 'node' : undefined);
