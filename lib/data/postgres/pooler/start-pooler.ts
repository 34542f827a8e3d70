import type { Login } from '../logins.js';
import { runWithCertificate } from '../scripts/run-with-certificate.js';
import { passwordVariable } from '../set-up.js';

/** A line for each login, with the password from its variable. https://www.pgbouncer.org/config.html#authentication-file-format */
export const userList = (logins: readonly Login[]): string =>
  logins.map((own) => `printf '"%s" "%s"\\n' ${own.login} "$${passwordVariable(own)}"\n`).join('');

/** PID 1 of a pooler's pod. On SIGINT PgBouncer lets transactions end and then closes; on SIGTERM it would wait until every client has gone. */
export const START_POOLER = `umask 077
. /etc/pgbouncer/user-list.sh >/tmp/user-list.txt
sh /etc/pgbouncer/hosts.sh &
${runWithCertificate('pgbouncer /etc/pgbouncer/pgbouncer.ini', { name: 'PgBouncer', stop: 'INT' })}`;
