/**
 * In place of the image's entry point, which writes configuration from variables. The server becomes process 1 and gets
 * SIGTERM. Arguments: all members of the set.
 *
 * Kafka reads its certificate when it starts. The old one has weeks to go: members restart one after another, three minutes
 * apart, since their kubelets bring the new one within a minute and a half of each other, and each when all are fit.
 */
export const START = `#!/bin/bash
set -eu
rm -f /tmp/caught-up
bash /etc/kafka-server/hosts.sh &
certificate=/etc/kafka-tls/tls.crt

restart_when_renewed() {
  began_with=$(cksum < $certificate)
  while [ "$(cksum < $certificate)" = "$began_with" ]; do
    sleep 10
  done
  index=$(cat /etc/kafka-pod/index)
  minutes=$((3 * index))
  echo "the certificate was renewed: this member restarts in $minutes minutes, or when all are fit"
  sleep $((60 * minutes))
  # Twice: those that waited for the same member would go together. In between a rolling update would take its next one: it has
  # looked at the last one within 10 s, and 10 s later it goes on.
  until bash /etc/kafka-server/fit.sh "$@" && sleep $((30 + 15 * index)) && bash /etc/kafka-server/fit.sh "$@"; do
    sleep 10
  done
  kill 1
}

if [ -e $certificate ]; then
  restart_when_renewed "$@" &
fi
exec /opt/kafka/bin/kafka-server-start.sh /etc/kafka-server/server.properties
`;
