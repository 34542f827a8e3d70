/**
 * Lets the backup's pod read a member's files and talk to its PostgreSQL, over TLS. A certificate that is new is read on
 * SIGHUP, which nobody else sends.
 */
export const SERVER = `set -u
fingerprint() { cat /etc/tls/* | sha256sum; }

known=$(fingerprint)
pgbackrest server &
server=$!
trap 'kill -TERM "$server"' TERM INT
while kill -0 "$server" 2>/dev/null; do
  sleep 10 &
  wait $!
  now=$(fingerprint)
  if [ "$now" != "$known" ]; then
    echo 'the certificate is new: pgBackRest reads it'
    kill -HUP "$server"
    known=$now
  fi
done
wait "$server"
`;
