import { METRIC } from './metric.js';

/**
 * Whether all of these brokers have every replica that they should have, and so whether another one may go. One that does
 * not answer is missing somewhere.
 */
export const BROKERS_FIT = `#!/bin/bash
set -eu
${METRIC}
for broker in "$@"; do
  missing=$(metric "$broker" kafka_server_under_replicated_partitions)
  if [ "$missing" != 0 ]; then
    echo "$broker: \${missing:-an unknown number of} partitions lack a replica"
    exit 1
  fi
done
`;

/**
 * Whether all of these controllers have heard of the quorum within 10 s: its leader writes a record twice a second. A follower
 * whose leader is gone goes on naming it while it finds no majority for another one, and an open port says even less.
 */
export const CONTROLLERS_FIT = `#!/bin/bash
set -eu
${METRIC}
for controller in "$@"; do
  behind=$(metric "$controller" kafka_controller_lastappliedrecordlagms)
  if [ -z "$behind" ] || [ "$behind" -gt 10000 ]; then
    echo "$controller heard of the quorum \${behind:-an unknown number of} ms ago"
    exit 1
  fi
done
`;
