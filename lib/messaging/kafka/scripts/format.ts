import { METRIC } from './metric.js';

/**
 * Runs before the server, once for an empty volume. Arguments: the cluster's id, and for a controller all controllers.
 *
 * Kafka leaves formatting to people since a majority of empty controllers elects a leader that knows nothing, and brokers
 * then delete what it does not know. The mark `founded` is deployed after the first bring-up: with it, an empty controller
 * waits until all others follow one of them, whose log it then copies. Without it, this is the first bring-up. An empty
 * broker is no danger: it copies from replicas, and leads nothing before it has.
 */
export const FORMAT = `#!/bin/bash
set -eu
id=$1
shift
data=/var/lib/kafka/data
if [ -e $data/log/meta.properties ]; then
  exit 0
fi

${METRIC}

# Whether all of these follow one of them, in one epoch: not this one, which they may remember.
one_leader() {
  seen=
  for other in "$@"; do
    leader=$(metric "$other" kafka_raft_current_leader)
    epoch=$(metric "$other" kafka_raft_current_epoch)
    if [ "\${leader:--1}" = -1 ] || [ "$leader" = "\${HOSTNAME##*-}" ] || [ "\${seen:=$epoch $leader}" != "$epoch $leader" ]; then
      return 1
    fi
  done
}

others=()
for member in "$@"; do
  [ "\${member%%.*}" = "$HOSTNAME" ] || others+=("$member")
done
if [ $# -gt 0 ] && [ -e /etc/kafka-founded/cluster-id ]; then
  echo "this volume is empty, and the cluster has been there before: waiting until the other controllers (\${others[*]}) follow one of them"
  until one_leader "\${others[@]}" || [ -e $data/format-anyway ]; do
    sleep 2
  done
fi
echo "formatting the volume for cluster $id"
exec /opt/kafka/bin/kafka-storage.sh format --cluster-id="$id" --config=/etc/kafka-server/server.properties --ignore-formatted
`;
