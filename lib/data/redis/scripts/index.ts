export { COMMON } from './common.js';
export { FOLLOW } from './follow.js';
export { HAND_OVER } from './hand-over.js';
export { HEALTH } from './health.js';
export { KEEP } from './keep.js';
export { PREPARE } from './prepare.js';
export { START } from './start.js';
export { START_SENTINEL } from './start-sentinel.js';
