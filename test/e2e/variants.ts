import { Shop } from '../../apps/shop.js';
import type { Platform } from '../../lib/index.js';
import { clusters } from '../../stacks/environments.js';
import { e2eEnvironments } from './environments.js';

const VARIANTS: Readonly<Record<string, Partial<Platform>>> = {
  shop: {},
};

export function platformOf(variant: string): Platform {
  return { clusters, environments: e2eEnvironments, apps: [Shop], ...VARIANTS[variant] };
}
