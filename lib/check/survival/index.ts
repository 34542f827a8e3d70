export { survival, survivalOf } from './survival.js';
export type { Survival } from './survive.js';
