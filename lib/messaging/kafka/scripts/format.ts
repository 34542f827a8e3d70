import { METRIC } from './metric.js';
import { OTHERS } from './others.js';

/**
 * Runs before the server, once for an empty volume. Arguments: the cluster's id, and for a controller all controllers.
 *
 * Kafka leaves formatting to people since a majority of empty controllers elects a leader that knows nothing, and brokers
 * then delete what it does not know. The mark `founded` is deployed after the first bring-up: with it, an empty controller
 * waits until a majority has a leader without it, whose log it then copies: of three, both others. Without it, this is the first
 * bring-up. An empty broker is no danger: it copies from replicas, and leads nothing before it has.
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

# Whether a majority of all controllers, not counting this one, follows one of its own, in one epoch. Its leader has to say so
# itself: they go on naming one that is gone, and this one may be the other that had what it wrote.
one_leader() {
  for other in "\${others[@]}"; do
    name=\${other%%.*}
    echo "\${name##*-} $(metric "$other" kafka_raft_current_leader) $(metric "$other" kafka_raft_current_epoch)"
  done | awk -v self="\${HOSTNAME##*-}" -v needed="$1" '
    NF == 3 && $2 != -1 && $2 != self { said = $2 " " $3; count[said]++; if ($1 == $2) leads[said] = 1 }
    END { for (said in leads) if (count[said] >= needed) found = 1; exit !found }'
}

${OTHERS}
if [ $# -gt 0 ] && [ -e /etc/kafka-founded/cluster-id ]; then
  majority=$(($# / 2 + 1))
  echo "this volume is empty, and the cluster has been there before: waiting until $majority of the other controllers (\${others[*]}) follow one of them"
  until one_leader $majority || [ -e $data/format-anyway ]; do
    sleep 2
  done
fi
echo "formatting the volume for cluster $id"
exec /opt/kafka/bin/kafka-storage.sh format --cluster-id="$id" --config=/etc/kafka-server/server.properties --ignore-formatted
`;
