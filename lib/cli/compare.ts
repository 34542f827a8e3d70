import type { Platform } from '../core/platform.js';
import { compareText } from '../review/compare.text.js';
import { synthesizeEnvironment } from './environment.js';

/** Says what differs between two environments. */
export function runCompare(platform: Platform, one: string, other: string): void {
  process.stdout.write(compareText(synthesizeEnvironment(platform, one), synthesizeEnvironment(platform, other)));
}
