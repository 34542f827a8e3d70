import { runWithCertificate } from '../../scripts/run-with-certificate.js';

/** Lets the backup's pod read a member's files and talk to its PostgreSQL, over TLS. */
export const SERVER = runWithCertificate('pgbackrest server', { name: 'pgBackRest', stop: 'TERM' });
