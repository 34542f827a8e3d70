import { METRIC } from './metric.js';
import { OTHERS } from './others.js';

/**
 * Before SIGTERM: another member may still be away or catch up, and a rolling update or a drain looks at no other one before it
 * takes its first. Arguments: for how many seconds to wait at the most, and all members.
 *
 * It waits while that helps: not where this one is dead, wedged or starting itself, nobody else can be asked, or another one is
 * ending, too: then all of them were told to.
 */
const leave = (state: string, isRunning: string, isEnding: string) => `#!/bin/bash
set -eu
limit=$1
shift
${METRIC}
${OTHERS}
is_running() { ${isRunning}; }
is_ending() { ${isEnding}; }
state() { metric "$1" ${state}; }

before=
while [ $SECONDS -lt "$limit" ] && is_running "$(state 127.0.0.1)"; do
  running=
  for member in "\${others[@]}"; do
    now=$(state "$member")
    if is_ending "$now"; then
      exit 0
    elif is_running "$now"; then
      running="$running $member"
    fi
  done
  [ -n "$running" ] || exit 0
  for member in $before; do
    case "$running " in
      *" $member "*) ;;
      *) exit 0 ;;
    esac
  done
  before=$running
  if bash /etc/kafka-server/fit.sh "$@"; then
    exit 0
  fi
  sleep 2
done
`;

/** States of a broker: 3 runs, 6 hands its partitions over, 7 shuts down. */
export const BROKER_LEAVE = leave('kafka_server_broker_state', '[ "$1" = 3 ]', '[ "$1" = 6 ] || [ "$1" = 7 ]');

/** A controller tells no state: whoever answers runs. */
export const CONTROLLER_LEAVE = leave('kafka_controller_lastappliedrecordlagms', '[ -n "$1" ]', 'false');
