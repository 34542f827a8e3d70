import { METRIC } from './metric.js';

/**
 * Readiness of a broker, by which rollouts and drains go. Arguments: all brokers.
 *
 * It runs; and, since its start, there was a moment when no broker missed a replica: it has caught up with everything that
 * it holds, and the next one may go. From then on only its own state counts, so that a peer's trouble takes no one else out.
 */
export const BROKER_READY = `#!/bin/bash
set -eu
${METRIC}
state=$(metric 127.0.0.1 kafka_server_broker_state)
if [ "$state" != 3 ]; then
  echo "broker state \${state:-unknown}; 3 is running"
  exit 1
fi
if [ ! -e /tmp/caught-up ]; then
  bash /etc/kafka-server/fit.sh "$@"
  touch /tmp/caught-up
fi
`;

/** Readiness of a controller: whether it leads the quorum or keeps up with it. */
export const CONTROLLER_READY = `#!/bin/bash
exec bash /etc/kafka-server/fit.sh 127.0.0.1
`;
