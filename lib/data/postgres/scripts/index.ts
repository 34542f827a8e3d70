export { COMMON } from './common.js';
export { PRE_PROMOTE } from './pre-promote.js';
export { READY } from './ready.js';
export { ROLE_CHANGED } from './role-changed.js';
export { SET_UP } from './set-up.js';
export { SILENT_LEADER } from './silent-leader.js';
export { START } from './start.js';
export { STOP } from './stop.js';
