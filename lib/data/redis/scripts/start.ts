/** Starts the server in the role that the sentinels give it, and never with an empty folder as primary. */
export const START = `#!/bin/sh
. /opt/redis/common.sh
tries=0
# In hundredths of a second.
now() { read -r uptime _ </proc/uptime && echo "\${uptime%.*}\${uptime#*.}"; }
began=$(now)

# Another member has been promoted, and the sentinels name it up to a second later: there is nothing to ask for.
somebody_leads() {
  for address in $(others); do
    if [ "$(role_of "$address")" = master ]; then return 0; fi
  done
  return 1
}

# A replica without a restart since this member went away has all that was acknowledged by it, whether it follows it still or
# already the one that is about to be promoted.
somebody_continues() {
  for address in $(others); do
    info=$(redis "$address" info replication) || continue
    [ "$(echo "$info" | field role)" = slave ] || continue
    if has_offset "$(echo "$info" | field slave_repl_offset)"; then return 0; fi
  done
  return 1
}

# Sentinels promote the replica that has most by what each told them last, up to a second ago, when the former server still
# wrote: one that looked behind then may be alone with the last write that was confirmed. So all that SENTINEL reaches tell it
# once more; who does not within five seconds is left out.
all_told() {
  elapsed=$((($(now) - began) * 10))
  late=$(sentinel "$1" sentinel replicas "$CLUSTER" | sed -n '/^flags$/{n;h;};/^info-refresh$/{n;G;s/\\n/ /;p;}' | while read -r age flags; do
    case $flags in
    *down* | *disconnected*) ;;
    *) if [ "$age" -ge "$elapsed" ]; then echo "$age"; fi ;;
    esac
  done)
  [ -z "$late" ] || [ "$elapsed" -ge 5000 ]
}

have_another_lead() {
  for candidate in $(others); do
    if replaces_me "$candidate"; then
      all_told "$candidate" && ask_for_failover
      return
    fi
  done
}

# Named primary, and just starting: it was away, and may have come back with less than it had. Others go on from what it
# acknowledged, where they can; where all members were away, its own folder is the most complete one.
may_lead() {
  if has_data; then
    if [ "$tries" -ge 12 ]; then return 0; fi
    tries=$((tries + 1))
  elif [ -e "$first_start" ]; then
    return 0
  fi
  if somebody_leads; then
    say 'named primary; another one has been promoted'
    return 1
  fi
  if has_data; then
    if ! somebody_continues; then return 0; fi
    say 'named primary; a replica goes on in its place'
  else
    say 'named primary with an empty folder; a replica must go on in its place'
  fi
  have_another_lead
  return 1
}

configuration() {
  cat /opt/redis/redis.conf
  users /opt/redis/users
  echo "replica-announce-ip $me"
  echo "masterauth $(cat /credentials/replica-password)"
  if [ "$primary" != "$me" ]; then
    echo "replicaof $primary 6379"
    # Not to be promoted before it has heard the primary: keep.sh lifts it.
    echo 'replica-priority 0'
  fi
}

# The first process of a container: without that it would not hear it.
trap 'exit 143' TERM
while :; do
  me=$(me)
  primary=$(agreed_primary)
  case $primary in
  '') say 'the sentinels do not agree on a primary yet' ;;
  "$me") if may_lead; then break; fi ;;
  *) break ;;
  esac
  sleep 0.5
done
say "$([ "$primary" = "$me" ] && echo 'starting as primary' || echo "starting as replica of $primary")"

if [ "$primary" != "$me" ] && ! has_data; then touch "$incomplete" || exit; fi
umask 077
configuration >/tmp/redis.conf
exec "$ENGINE-server" /tmp/redis.conf "$@"
`;
