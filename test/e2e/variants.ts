import { Shop } from '../../apps/shop.js';
import type { AppClass, Environment, Platform, Scaling } from '../../lib/index.js';
import { clusters } from '../../stacks/environments.js';
import { failoverVariants } from '../failover/variants.js';
import { kafkaVariants } from './data/kafka.app.js';
import { postgresVariants } from './data/postgres.app.js';
import { postgresBackupVariants } from './data/postgres-backup.app.js';
import { redisVariants } from './data/redis.app.js';
import { e2eEnvironments, productionAs } from './environments.js';
import { NEXT_IMAGE, routed } from './routes.app.js';
import { Scaled } from './scaling.app.js';
import { Stateless } from './stateless.app.js';
import { type TrialOptions, trial } from './trial.js';

/** The version that a test rolls to. */
export const NEXT_TAG = '6.9.3';

/** The application under another class: nothing that runs may notice. */
class Storefront extends Stateless {}

const withNextImage = (environment: Environment): Environment => ({
  ...environment,
  releases: { 'ghcr.io/stefanprodan/podinfo': { tag: NEXT_TAG } },
});

const shop = (changes: Partial<Platform> = {}): Platform => ({ clusters, environments: e2eEnvironments, apps: [Stateless], ...changes });
/** Nothing serves this metric, so the autoscaler leaves the count to whoever sets it: on CPU, it would set one of its own beside the test. */
const SCALED_BY_HAND: Scaling = { min: 3, max: 6, metrics: [{ external: 'served_by_nobody', average: 1 }] };
const alone = (name: string, app: AppClass): Platform => ({ clusters, environments: [productionAs(name)], apps: [app] });
const onTrial = (options: TrialOptions): Platform => alone('trial', trial(options));
const onRoute = (versions: Parameters<typeof routed>[0] = {}): Platform => alone('routes', routed(versions));

/** What is deployed, by the name that tests call it. */
const VARIANTS = {
  shop: () => shop(),
  'shop-next': () => shop({ environments: e2eEnvironments.map(withNextImage) }),
  'shop-renamed': () => shop({ apps: [Storefront] }),
  'shop-with-data': () => shop({ apps: [Shop] }),
  trial: () => onTrial({}),
  'trial-next': () => onTrial({ tag: NEXT_TAG }),
  'trial-flag': () => onTrial({ flag: 'second' }),
  'trial-nested': () => onTrial({ nested: true }),
  'trial-never-ready': () => onTrial({ neverReady: true }),
  'trial-careless': () => onTrial({ careless: true }),
  'trial-careless-next': () => onTrial({ careless: true, tag: NEXT_TAG }),
  'trial-scaled': () => onTrial({ scaling: SCALED_BY_HAND }),
  'trial-scaled-flag': () => onTrial({ scaling: SCALED_BY_HAND, flag: 'second' }),
  'trial-fixed-at-four': () => onTrial({ scaling: { replicas: 4 } }),
  'trial-release': () => onTrial({ release: 'two' }),
  'trial-broken-migration': () => onTrial({ release: 'three', migrationFails: true, tag: NEXT_TAG }),
  routes: () => onRoute(),
  'routes-canary': () => onRoute({ canary: { image: NEXT_IMAGE, weight: 10 } }),
  'routes-canary-off': () => onRoute({ canary: { image: NEXT_IMAGE, weight: 0 } }),
  'routes-blue': () => onRoute({ blueGreen: { green: NEXT_IMAGE, active: 'blue' } }),
  'routes-green': () => onRoute({ blueGreen: { green: NEXT_IMAGE, active: 'green' } }),
  scaling: () => alone('scaling', Scaled),
  ...postgresVariants,
  ...postgresBackupVariants,
  ...redisVariants,
  ...kafkaVariants,
  ...failoverVariants,
} satisfies Readonly<Record<string, () => Platform>>;

export type Variant = keyof typeof VARIANTS;

const isVariant = (name: string): name is Variant => Object.hasOwn(VARIANTS, name);

export function platformOf(name: string): Platform {
  if (!isVariant(name)) throw new Error(`there is no variant ${name}; use one of ${Object.keys(VARIANTS).join(', ')}`);
  return VARIANTS[name]();
}
