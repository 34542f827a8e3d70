/**
 * Parts of both scripts. Each run of Kafka's tools starts a JVM: a few to see what is there, and one for each difference.
 * `$1 ""` compares as text: awk takes 1 and 1.0 for the same number.
 */
const TOOLS = `#!/bin/bash
set -euo pipefail
export LC_ALL=C
want=/etc/kafka-setup
tool() {
  /opt/kafka/bin/kafka-run-class.sh "$@" --bootstrap-server "$BOOTSTRAP_SERVERS" --command-config $want/client.properties < /dev/null
}
topics() { tool org.apache.kafka.tools.TopicCommand "$@"; }
configs() { tool kafka.admin.ConfigCommand "$@"; }
acls() { tool org.apache.kafka.tools.AclCommand "$@"; }
cd /tmp

`;

/** The iterations of a user's SCRAM credential say which generation it is of. */
const USERS = `configs --describe --entity-type users |
  sed -n "s/^SCRAM credential configs for user-principal '\\([^']*\\)' are SCRAM-SHA-512=iterations=\\([0-9]*\\)$/\\1 \\2/p" | sort > users.now
sort $want/users > users.wanted
`;

const RIGHTS = `acls --list |
  sed -n -e 's/^Current ACLs for resource .*resourceType=\\([A-Z_]*\\), name=\\([^,]*\\), .*/resource \\1 \\2/p' \\
    -e 's/^.*(principal=\\([^,]*\\), host=[^,]*, operation=\\([A-Z_]*\\), .*/right \\2 \\1/p' |
  awk '$1 == "resource" { resource = $2 " " $3 } $1 == "right" { print resource, $2, $3 }' | sort > rights.now
sort $want/rights > rights.wanted

# One run for all that one client may do with one operation.
change() {
  awk '{ key = $3 " " $4; all[key] = all[key] " --" tolower($1) " " $2 } END { for (key in all) print key all[key] }' | sort |
    while read -r operation principal resources; do
      echo "rights: $* $principal $operation$(printf ' %s' $resources)"
      acls "$@" --operation "$operation" --allow-principal "$principal" $resources > acls.out || { cat acls.out >&2; exit 1; }
    done
}
`;

/**
 * Makes topics, users and access rights that are declared. It may be begun twice. What would lose data it refuses before it
 * changes anything, with exit status 64.
 *
 * Files, one thing in a line: `topics` (name, partitions, replicas, key=value …), `users` (name, iterations), `rights`
 * (type, name, operation, principal).
 */
export const SET_UP = `${TOOLS}topics --describe --exclude-internal |
  awk '$1 == "Topic:" && / PartitionCount: |\\tPartitionCount: / {
    for (i = 1; i < NF; i++) { if ($i == "PartitionCount:") p = $(i + 1) }
    print $2, p }' > topics.now
refused=
while read -r topic partitions; do
  wanted=$(awk -v topic="$topic" '$1 "" == topic { print $2 }' $want/topics)
  if [ -z "$wanted" ]; then
    echo "topic $topic is in the cluster and is not declared: declare it again, or delete it and its records with kafka-topics.sh --delete --topic $topic" >&2
    refused=yes
  elif [ "$wanted" -lt "$partitions" ]; then
    echo "topic $topic has $partitions partitions and $wanted are declared: Kafka cannot take partitions away; declare $partitions, or make another topic" >&2
    refused=yes
  fi
done < topics.now
if [ -n "$refused" ]; then
  exit 64
fi

if [ -s topics.now ]; then configs --describe --entity-type topics; fi |
  awk '/^Dynamic configs for topic / { topic = $5 } / sensitive=/ { print topic, $1 }' | sort > settings.now
while read -r topic partitions replicas settings; do
  printf '%s\\n' $settings | awk -v topic="$topic" 'NF { print topic, $1 }'
done < $want/topics | sort > settings.wanted
cut -d= -f1 settings.now | sort > keys.now
cut -d= -f1 settings.wanted | sort > keys.wanted

while read -r topic partitions replicas settings; do
  now=$(awk -v topic="$topic" '$1 "" == topic { print $2 }' topics.now)
  if [ -z "$now" ]; then
    echo "topic $topic: made, $partitions partitions"
    set -- --create --if-not-exists --topic "$topic" --partitions "$partitions" --replication-factor "$replicas"
    for setting in $settings; do
      set -- "$@" --config "$setting"
    done
    topics "$@"
    continue
  fi
  if [ "$now" -lt "$partitions" ]; then
    echo "topic $topic: $now partitions become $partitions"
    topics --alter --topic "$topic" --partitions "$partitions"
  fi
  set_now=$(comm -13 settings.now settings.wanted |
    awk -v topic="$topic" '$1 "" == topic { sub("=", "=[", $2); print $2 "]" }' | paste -sd, -)
  unset_now=$(comm -23 keys.now keys.wanted | awk -v topic="$topic" '$1 "" == topic { print $2 }' | paste -sd, -)
  if [ -n "$set_now$unset_now" ]; then
    echo "topic $topic: set $set_now, unset $unset_now"
    configs --alter --entity-type topics --entity-name "$topic" \\
      \${set_now:+--add-config "$set_now"} \${unset_now:+--delete-config "$unset_now"}
  fi
done < $want/topics

${USERS}comm -13 users.now users.wanted | while read -r user iterations; do
  echo "user $user: password set"
  printf 'SCRAM-SHA-512=iterations=%s,password=%s\\n' "$iterations" "$(cat /etc/kafka-users/"$user")" > credential
  configs --alter --entity-type users --entity-name "$user" --add-config-file credential
  rm credential
done

${RIGHTS}comm -13 rights.now rights.wanted | change --add
echo "topics, users and rights that are declared are there"
`;

/** Takes away users and rights that are declared no more. */
export const CLEAN_UP = `${TOOLS}${USERS}comm -23 <(cut -d' ' -f1 users.now | sort) <(cut -d' ' -f1 users.wanted | sort) | while read -r user; do
  echo "user $user: removed"
  configs --alter --entity-type users --entity-name "$user" --delete-config SCRAM-SHA-512
done

${RIGHTS}comm -23 rights.now rights.wanted | change --remove --force
echo "users and rights are those that are declared"
`;
