/** Starts the sentinel: settings from the ConfigMap, and what it had learnt from its volume. */
export const START_SENTINEL = `#!/bin/sh
. /opt/redis/common.sh

# What the last run had learnt; everything else in its file is settings.
learnt() { if [ -f "$state" ]; then grep -E "^sentinel ($1) " "$state"; fi; }

configuration() {
  cat /opt/redis/sentinel.conf
  users /opt/redis/sentinel-users
  echo "sentinel announce-ip $(me)"
  # The same after the loss of the volume: others would count a new one as one more voter.
  echo "sentinel myid $(echo "$NAMESPACE/$HOSTNAME" | sha1sum | cut -d ' ' -f 1)"
  echo "sentinel sentinel-user sentinel"
  echo "sentinel sentinel-pass $(cat /credentials/sentinel-password)"
  if [ -n "$(learnt monitor)" ]; then
    # With the quorum of as many members as there are now.
    learnt monitor | sed "s/ [0-9]*$/ $QUORUM/"
    while read -r setting value; do echo "sentinel $setting $CLUSTER $value"; done </opt/redis/monitor
    echo "sentinel auth-pass $CLUSTER $(cat /credentials/sentinel-password)"
    # After the loss of all members the primary gets time to start, too; keep.sh sets what holds afterwards.
    echo "sentinel down-after-milliseconds $CLUSTER 20000"
  fi
  learnt 'config-epoch|leader-epoch|current-epoch'
  # The votes of a member that was taken away would go on being counted.
  learnt 'known-replica|known-sentinel' | grep -F "$(all | sed 's/.*/ & /')"
}

umask 077
# From keep.sh.
if [ -f "$addresses.new" ]; then adopt || exit; fi
replace "$state" "$(configuration)" || say 'the volume is full: the sentinel starts with what it had'

# No process looks after them but this one, and without keep.sh no replica may ever be promoted.
keep_running() {
  while :; do
    sh "$1"
    say "$1 has ended"
    sleep 1
  done
}
keep_running /opt/redis/keep.sh &
keep_running /opt/redis/follow.sh &
exec "$ENGINE-sentinel" "$state"
`;
