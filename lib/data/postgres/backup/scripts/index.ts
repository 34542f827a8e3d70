export { ARCHIVE_MISSING } from './archive-missing.js';
export { BACKUP } from './backup.js';
export { DRILL } from './drill.js';
export { RESTORE } from './restore.js';
export { SERVER } from './server.js';
export { STORE } from './store.js';
