/** Probes of the server and the sentinel: `health.sh <redis|sentinel> <alive|ready>`. */
export const HEALTH = `#!/bin/sh
. /opt/redis/common.sh

# An error is an answer, too: who loads its files, or runs a long script, is not wedged.
alive() {
  case $1 in redis) port=6379 ;; *) port=26379 ;; esac
  case $(ask "$port" 127.0.0.1 ping 2>&1) in
  *PONG* | *LOADING* | *BUSY* | *MASTERDOWN* | *NOAUTH* | *NOPERM* | *MISCONF*) exit 0 ;;
  *) exit 1 ;;
  esac
}

redis_ready() {
  info=$(redis 127.0.0.1 info replication) || exit 1
  if [ "$(echo "$info" | field role)" = master ]; then exit 0; fi
  [ "$(echo "$info" | field master_link_status)" = up ] && [ "$(echo "$info" | field master_sync_in_progress)" = 0 ]
}

# It knows the primary and all other sentinels.
sentinel_ready() {
  known=$(master_field num-other-sentinels)
  [ "\${known:-0}" -ge "$(others | wc -l)" ]
}

case $2 in
alive) alive "$1" ;;
ready) "$1_ready" ;;
esac
`;
