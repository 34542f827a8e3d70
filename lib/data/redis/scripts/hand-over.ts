/** preStop of the server: a primary gives its place to a replica that has everything, or stays what it is. */
export const HAND_OVER = `#!/bin/sh
. /opt/redis/common.sh
# The pod's log; a hook's own output goes nowhere.
exec 2>/proc/1/fd/2
me=$(me)
in_seconds() { echo $(($(date +%s) + $1)); }
end=$(in_seconds "$HAND_OVER_SECONDS")
# wait_for CONDITION TIME: fails where it has not come true by then.
wait_for() {
  until "$1"; do
    if [ "$(date +%s)" -ge "$2" ]; then return 1; fi
    sleep 0.05
  done
}

# Replicas in step, by address. Valkey says more after the lag.
replicas() {
  redis "$1" info replication | tr -d '\\r' | sed -n 's/^slave[0-9]*:ip=\\([^,]*\\),.*state=online,.*lag=[01]\\(,.*\\)*$/\\1/p'
}

# A rolling update goes from the highest number to the lowest. The first one gives its place to the last one, and every
# other one to the first, which has been updated by then: the primary moves at most twice.
heir() {
  in_step=$(replicas 127.0.0.1)
  for member in $MEMBERS; do
    address=$(address_of "$member")
    if echo "$in_step" | grep -qx "$address" && may_be_promoted "$address"; then echo "$address"; fi
  done | if [ "$HOSTNAME" = "\${MEMBERS##* }" ]; then head -n 1; else tail -n 1; fi
}

have_all() {
  in_step=$(replicas 127.0.0.1)
  echo "$in_step" | grep -qx "$heir" || return 1
  for address in $in_step; do
    [ "$(redis "$address" info replication | field slave_repl_offset)" -ge "$offset" ] || return 1
  done
}

# Mostly the heir; a sentinel that has not seen it since its restart promotes another one. It goes on from this member's own
# history: a member that came back as primary while another was promoted calls itself primary, too, and has less.
successor() {
  for address in $in_step; do
    info=$(redis "$address" info replication) || continue
    if [ "$(echo "$info" | field role)" = master ] && [ "$(echo "$info" | field master_replid2)" = "$history" ]; then
      echo "$address"
      return
    fi
  done
}
has_successor() { [ -n "\${successor:=$(successor)}" ]; }

# Who will be asked for the failover. Just promoted, this member is not yet the one that sentinels name.
guide() {
  for candidate in "$heir" $(others); do
    if replaces_me "$candidate"; then
      echo "$candidate"
      return
    fi
  done
}
has_guide() { [ -n "\${guide:=$(guide)}" ]; }

# What the guide has last heard from the heir.
heard() {
  sentinel "$guide" sentinel replicas "$CLUSTER" | sed -n "/^$heir:6379$/,/^$1$/{/^$1$/{n;p;};}"
}

# A sentinel promotes the replica that has told it the lowest priority. The heir tells the guide so just once, which holds for a
# second, until they talk again: in a failover that nobody has planned, which begins later, whoever has most comes first.
tells_guide() {
  redis "$heir" config set replica-priority 1 >/dev/null
  [ "$(heard slave-priority)" = 1 ]
}
prefer_heir() {
  sentinel "$guide" sentinel debug info-period 100 >/dev/null
  wait_for tells_guide "$(in_seconds 2)"
  sentinel "$guide" sentinel debug info-period 1000 >/dev/null
  redis "$heir" config set replica-priority 100 >/dev/null
}

# A sentinel asks a replica once a second (keep.sh) and takes it for promoted with its next answer. In the middle of a second
# that answer comes soon after the promotion; at its beginning, clients would wait for nearly a whole one.
well_timed() { age=$(heard info-refresh) && [ "\${age:-0}" -ge 300 ] && [ "$age" -le 500 ]; }

if [ "$(role_of 127.0.0.1)" != master ]; then exit 0; fi
history=$(redis 127.0.0.1 info replication | field master_replid)
heir=$(heir)
if [ -z "$heir" ]; then
  say 'no replica is in step: nobody to hand over to'
  exit 0
fi

# Sentinels tell each other every two seconds whom they follow.
if wait_for has_guide "$(in_seconds 3)"; then
  prefer_heir
  wait_for well_timed "$(in_seconds 3)"
fi

trap 'redis 127.0.0.1 client unpause >/dev/null' EXIT
say "handing over to $heir"
offset=$(printf 'client pause %d write\\ninfo replication\\n' $((HAND_OVER_SECONDS * 1000)) | redis 127.0.0.1 | field master_repl_offset)
if [ -z "$offset" ]; then
  say 'this member does not answer in time: nobody can say who has everything'
  exit 0
fi
wait_for have_all "$end" || exit 0

# All have the same: if it is another one than the heir, nothing is lost.
ask_for_failover $guide || exit 0
wait_for has_successor "$end" || exit 0

# At once, and not when the sentinels get to it: clients of a replica cannot write, and must look for the primary again. A pause holds
# what a primary sends, too: without it, this member confirms writes as long as it stays.
printf 'replicaof %s 6379\\nclient kill type normal\\nclient unpause\\n' "$successor" | redis 127.0.0.1 >/dev/null
say "$successor is primary"

# It accepts writes with a replica, and clients find it wherever they ask.
may_leave() {
  replicas "$successor" | grep -qvx "$me" || return 1
  for address in $(all); do
    [ "$(named_by "$address")" = "$successor" ] || return 1
  done
}
# Until then this member answers at once, where the address of a pod that is gone would let clients wait. Proxies send them here
# for 0.7 s (haproxy.ts).
sleep 1
wait_for may_leave "$end" || exit 0
`;
