import type { Login } from '../logins.js';
import { passwordVariable } from '../set-up.js';

/** A line for each login, with the password from its variable. https://www.pgbouncer.org/config.html#authentication-file-format */
export const userList = (logins: readonly Login[]): string =>
  logins.map((own) => `printf '"%s" "%s"\\n' ${own.login} "$${passwordVariable(own)}"\n`).join('');

/**
 * PID 1 of a pooler's pod. On SIGTERM PgBouncer lets transactions end and then closes (its SIGINT); by itself it would wait
 * until every client has gone. A certificate that is new is read without a restart.
 */
export const START_POOLER = `umask 077
. /etc/pgbouncer/user-list.sh >/tmp/user-list.txt
sh /etc/pgbouncer/hosts.sh &
pgbouncer /etc/pgbouncer/pgbouncer.ini &
pgbouncer=$!
trap 'kill -INT $pgbouncer' TERM INT

fingerprint() { cat /etc/tls/* | cksum; }
(
  known=$(fingerprint)
  while sleep 10; do
    now=$(fingerprint)
    if [ "$now" != "$known" ]; then
      echo 'the certificate is new: PgBouncer reads it'
      kill -HUP $pgbouncer
      known=$now
    fi
  done
) &

wait $pgbouncer
status=$?
# A signal to this script ends the waiting, not PgBouncer.
while kill -0 $pgbouncer 2>/dev/null; do
  wait $pgbouncer
  status=$?
done
exit $status
`;
