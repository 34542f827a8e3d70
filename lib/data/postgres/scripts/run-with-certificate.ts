/**
 * Runs a server as PID 1 of its container. Asked to go, it gets the signal on which it ends in order; a certificate that is new is
 * read on SIGHUP, which nobody else sends. POSIX sh.
 */
export const runWithCertificate = (
  command: string,
  { name, stop }: { readonly name: string; readonly stop: 'INT' | 'TERM' },
): string => `${command} &
server=$!
trap 'kill -${stop} $server' TERM INT

fingerprint() { cat /etc/tls/* | cksum; }
(
  known=$(fingerprint)
  while sleep 10; do
    now=$(fingerprint)
    if [ "$now" != "$known" ]; then
      echo 'the certificate is new: ${name} reads it'
      kill -HUP $server
      known=$now
    fi
  done
) &

wait $server
status=$?
# A signal to this script ends the waiting, not the server.
while kill -0 $server 2>/dev/null; do
  wait $server
  status=$?
done
exit $status
`;
