/** Runs beside the sentinel and does what a sentinel does not: the first election, and small repairs. */
export const KEEP = `#!/bin/sh
. /opt/redis/common.sh
me=$(me)
started=$(date +%s)
watching=no
periods=default
announced=no
# Unknown: the last run may have left it so.
hurries=yes
stuck=0
rounds=0
# Rounds in a row in which the primary was heard.
heard=0

set_monitor() { sentinel 127.0.0.1 sentinel set "$CLUSTER" "$@" >/dev/null; }

monitor() {
  say "the primary is $1"
  sentinel 127.0.0.1 sentinel monitor "$CLUSTER" "$1" 6379 "$QUORUM" >/dev/null || return
  while read -r setting value; do set_monitor "$setting" "$value"; done </opt/redis/monitor
  # Not among the arguments, which every process sees.
  sentinel 127.0.0.1 -x sentinel set "$CLUSTER" auth-pass </credentials/sentinel-password >/dev/null
}

# A sentinel without a primary takes the one that others name. Where all others answer and none knows any, nobody ever led:
# then, and only then, the first member begins.
learn() {
  answers=0
  for address in $(others); do
    primary=$(named_by "$address") || continue
    if [ -n "$primary" ]; then
      monitor "$primary"
      return
    fi
    answers=$((answers + 1))
  done
  if [ "$HOSTNAME" = "\${MEMBERS%% *}" ] && [ "$answers" -eq "$(others | wc -l)" ]; then
    has_data || touch "$first_start"
    monitor "$me"
  fi
}

# From the first answer of the primary on, or when it had its time to start.
watch() {
  age=$(($(date +%s) - started))
  silence=$(master_field last-ok-ping-reply)
  if [ "$age" -lt 20 ] && { [ "$age" -lt 4 ] || [ "\${silence:-9999}" -gt 1500 ]; }; then return; fi
  set_monitor down-after-milliseconds "$DOWN_AFTER_MILLISECONDS" && watching=yes
}

# What has no directive. A planned hand-over waits for the answer to the next question (hand-over.sh): one a second, and not one
# in ten. A sentinel that stood still decides nothing for five seconds, two rounds of what sentinels tell each other, and not for
# thirty: until then, the next node that is lost leaves no majority.
set_periods() { sentinel 127.0.0.1 sentinel debug info-period 1000 tilt-period 5000 >/dev/null && periods=ours; }

# A connection to the primary that is being made may get lost on its way. Redis waits for it as long as for a copy that stands still,
# fifteen seconds (redis.conf); here it is three.
hurry() {
  if [ "$link" != up ] && [ "$(echo "$info" | field master_sync_in_progress)" = 0 ]; then
    redis 127.0.0.1 config set repl-timeout 3 >/dev/null && hurries=yes
  elif [ "$hurries" = yes ]; then
    redis 127.0.0.1 config set repl-timeout 15 >/dev/null && hurries=no
  fi
}

# The primary pings every two seconds (redis.conf).
hears_primary() {
  silence=$(echo "$info" | field master_last_io_seconds_ago)
  [ "$link" = up ] && [ "\${silence:-0}" -le 3 ]
}

# "<role> <offset>" of each other server that answers.
others_have() {
  for address in $(others); do
    { theirs=$(redis "$address" info replication) && echo "$(echo "$theirs" | field role) $(echo "$theirs" | field slave_repl_offset)"; } &
  done
  wait
}

# Who has no offset may lack what another one has confirmed. The former primary has all. Its container may start again as late as
# five minutes after it ended
# (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy); one more is for loading.
may_compare() { has_offset "$own" || [ "$(redis 127.0.0.1 info server | field uptime_in_seconds)" -ge 360 ]; }

# yes or no, and nothing where somebody leads. Sentinels choose by what replicas told them. Those of members that were cut off
# together, and come back, do so before they have heard from all: a replica would be promoted that has less than another one, or
# beside a primary that has come back, too.
may_take_over() {
  if [ -e "$incomplete" ]; then return; fi
  own=$(echo "$info" | field slave_repl_offset)
  others_have | {
    reached=1 more=0
    while read -r role offset; do
      if [ "$role" = master ]; then exit; fi
      if [ "$offset" -gt "$own" ]; then more=$((more + 1)); fi
      reached=$((reached + 1))
    done
    if [ "$more" = 0 ] && are_most "$reached" && may_compare; then echo yes; else echo no; fi
  }
}

# A replica says itself whether it may be promoted: with two rounds of the primary it has copied what there is.
set_priority() {
  if hears_primary; then
    heard=$((heard + 1))
    allowed=$(if [ "$heard" -ge 2 ]; then echo yes; fi)
  else
    heard=0
    allowed=$(may_take_over)
  fi
  case $allowed$priority in
  yes100) ;;
  # Taken out before, or preferred by who handed over and did not come to an end (hand-over.sh).
  yes*) redis 127.0.0.1 config set replica-priority 100 >/dev/null && rm -f "$incomplete" ;;
  no[1-9]*)
    say 'alone, just started, or with less than another member: not to be promoted'
    redis 127.0.0.1 config set replica-priority 0 >/dev/null
    ;;
  esac
}

# Named primary by most sentinels and yet a replica of somebody who does not answer: all wait for each other.
unstick() {
  if [ "$link" = up ] || [ "$(agreed_primary)" != "$me" ]; then
    stuck=0
    return
  fi
  stuck=$((stuck + 1))
  if [ "$stuck" -ge 5 ]; then
    say 'named primary, and a replica without a primary for ten seconds: leading'
    redis 127.0.0.1 replicaof no one >/dev/null
    stuck=0
  fi
}

# Services that were made anew have other addresses, and what the pod heard when it started may have been of before. An
# address is given up where nobody answers, for one of the same name where somebody does.
answers() { sentinel "$1" ping >/dev/null; }
address_now() {
  now=$(resolve "$1")
  if [ -n "$now" ] && [ "$now" != "$2" ] && ! answers "$2" && answers "$now"; then echo "$now"; else echo "$2"; fi
}
readdress() {
  now=$(while read -r member noted; do echo "$member $(address_now "$member" "$noted")"; done <"$addresses")
  if [ "$now" = "$(cat "$addresses")" ]; then return; fi
  say 'a member has another address: the sentinel starts again with it'
  replace "$addresses.new" "$now" || return
  kill 1
}

# The server may have been started with an address of before.
announce() { redis 127.0.0.1 config set replica-announce-ip "$me" >/dev/null && announced=yes; }

fingerprint() { if [ -f /tls/tls.crt ]; then sha256sum </tls/tls.crt; fi; }
certificate=$(fingerprint)
# When the sentinel is to start again.
restart=never

others_act() {
  for address in $(others); do acts "$address" || return 1; done
}

# A server reads a renewed certificate when it is told to, a sentinel when it starts again: one member after the other. They get
# it at different times, so each also waits until all others decide.
renew() {
  renewed=$(fingerprint)
  if [ "$renewed" != "$certificate" ]; then
    redis 127.0.0.1 config set tls-cert-file /tls/tls.crt tls-key-file /tls/tls.key tls-ca-cert-file /tls/ca.crt >/dev/null || return
    say 'the certificate was renewed'
    certificate=$renewed
    restart=$(($(date +%s) + \${HOSTNAME##*-} * 60))
  fi
  if [ "$restart" != never ] && [ "$(date +%s)" -ge "$restart" ] && others_act; then
    kill 1
  fi
}

look_after() {
  if [ "$announced" = no ]; then announce; fi
  if [ "$periods" = default ]; then set_periods; fi
  primary=$(named_by 127.0.0.1) || return
  if [ -z "$primary" ]; then learn; fi
  if [ "$watching" = no ]; then watch; fi

  info=$(redis 127.0.0.1 info replication) || return
  link=$(echo "$info" | field master_link_status)
  priority=$(echo "$info" | field slave_priority)
  if [ "$(echo "$info" | field role)" = master ]; then
    rm -f "$first_start"
    link=up
    hurry
    return
  fi
  hurry
  set_priority
  if [ ! -e "$incomplete" ]; then unstick; fi
}

while sleep 2; do
  renew
  look_after
  rounds=$((rounds + 1))
  if [ $((rounds % 5)) = 0 ]; then readdress; fi
done
`;
