/**
 * PID 1 of a member. It keeps Patroni running: killed, it is back at once and takes up the PostgreSQL that it left behind,
 * where a restarted container would wait longer each time. It watches the mounted certificates and passwords, since
 * nobody else tells PostgreSQL that they are new, and whether a replica can stream.
 */
export const START = `set -u
. /etc/postgres/common.sh
export PGHOST=/run/postgresql PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=5 HOME=/tmp
config=/run/patroni/config
mkdir -p $config

# Without the file nobody takes a Patroni that stops for one that hangs.
stopping=no patroni=
stop() {
  stopping=yes
  rm -f /run/patroni/pid
  [ -z "$patroni" ] || kill -TERM "$patroni"
}
trap stop TERM INT

# What differs from member to member, and what no ConfigMap may hold. Addresses are the pod's: names are cached for longer
# than a failover may take.
write_member() {
  # The kubelet writes /etc/hosts anew when another container of the pod starts: for a moment nothing stands there.
  until address=$(hostname -i 2>/dev/null | cut -d ' ' -f 1) && [ -n "$address" ]; do sleep 0.2; done
  case $address in *:*) address="[$address]" ;; esac
  password() { cat "/etc/credentials/$1-password"; }
  umask 077
  cat >/run/patroni/member <<YAML
name: $(hostname)
restapi:
  connect_address: "$address:8008"
  authentication: { username: patroni, password: "$(password rest-api)" }
postgresql:
  connect_address: "$address:5432"
  authentication:
    superuser: { password: "$(password superuser)" }
    replication: { password: "$(password replication)" }
    rewind: { password: "$(password rewind)" }
YAML
  mv /run/patroni/member $config/2-member.yml
}

is_leader() { [ "$(timeout 5 psql -qAtX -c 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; }

# The leader gives its roles the passwords of the Secret, whatever they had: after a rotation, and on volumes of another time.
set_passwords() {
  timeout 10 psql -qX -v ON_ERROR_STOP=1 <<'SQL'
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
\\set password \`cat /etc/credentials/superuser-password\`
ALTER ROLE postgres PASSWORD :'password';
\\set password \`cat /etc/credentials/replication-password\`
ALTER ROLE replicator PASSWORD :'password';
\\set password \`cat /etc/credentials/rewind-password\`
ALTER ROLE rewind PASSWORD :'password';
SQL
}

fingerprint() { cat /etc/credentials/* /etc/tls/* | sha256sum; }

waits_for_wal() {
  [ t = "$(timeout 5 psql -qAtX -c "SELECT pg_is_in_recovery()
    AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')" 2>/dev/null)" ]
}

# Whether this replica has replayed what the timeline of today's leader does not hold. Its checkpoint writes down how far it is.
has_diverged() {
  history=$(curl -skf -m 3 https://localhost:8008/history) || return 1
  [ t = "$(timeout 60 psql -qAtX -v history="$history" <<'SQL'
CHECKPOINT;
SELECT EXISTS (SELECT FROM pg_control_recovery(), jsonb_array_elements(:'history') AS switch
  WHERE (switch->>0)::int = min_recovery_end_timeline AND min_recovery_end_lsn - '0/0'::pg_lsn > (switch->>1)::numeric);
SQL
  )" ]
}

# Patroni decides that when it starts PostgreSQL, from how far it had noted that it was. A former leader whose container ended
# while it replayed its own last record had not noted that one: it would wait forever. Patroni rewinds it when it starts anew.
# It may also have forgotten whom to follow when the API server was away (https://github.com/patroni/patroni/issues/3717), and
# knows when it starts anew; PostgreSQL goes on meanwhile. Where that does not help it is tried ever more seldom. Not while the API server is
# away: Patroni would wait for it, and the leader for Patroni.
look_again() {
  if waits_for_wal; then waited=$((waited + 1)); else waited=0 patience=9; fi
  if [ "$waited" -ge 3 ] && has_diverged; then
    echo 'this replica has replayed what the leader does not have: PostgreSQL stops, and Patroni compares again'
    kill -INT "$(head -n 1 /data/postgres/postmaster.pid)"
    waited=0
  elif [ "$waited" -ge "$patience" ] && api GET "configmaps/$SCOPE-leader" | grep -q '"leader": *"[^"]'; then
    echo "this replica has not streamed for $((waited * 10)) s, and there is a leader: Patroni starts again, and looks whom to follow"
    kill -KILL "$(cat /run/patroni/pid)"
    waited=0 patience=$((patience * 2))
  fi
}

watch() {
  known=$(fingerprint) applied= reloads=0 waited=0 patience=9
  while sleep 10; do
    look_again
    now=$(fingerprint)
    if [ "$now" != "$known" ]; then
      echo 'certificates or passwords are new: Patroni reads them'
      write_member
      # Twice: when it finds other passwords, Patroni does not look at the certificate of its REST API.
      known=$now reloads=2
    fi
    if [ "$reloads" -gt 0 ]; then
      kill -HUP "$(cat /run/patroni/pid)"
      reloads=$((reloads - 1))
    fi
    if [ "$now" != "$applied" ] && is_leader && set_passwords; then applied=$now; fi
  done
}

cp /etc/postgres/patroni.yml $config/1-cluster.yml
write_member

# The store keeps what all members have in common; it is made from the same file on first start, and brought in line by each later one, but
# not while somebody has paused the cluster: the pause stands there, too.
bring_in_line() {
  stored=$(api GET "configmaps/$SCOPE-config") || return
  if is_paused <<<"$stored"; then
    echo 'the cluster is paused: the common configuration stays'
  else
    api PATCH "configmaps/$SCOPE-config" -H 'Content-Type: application/merge-patch+json' --data-binary @/etc/postgres/store.json >/dev/null
  fi
}
bring_in_line || echo 'the common configuration is not changed: there is none yet, or the API server does not answer'

# A copy of the leader that was broken off hard, with its node or container: Patroni would wait for somebody to take it away ("system ID is
# invalid; consider doing reinitialize"). pg_basebackup writes backup_label first and pg_control last, and PostgreSQL does not start without
# pg_control: nothing has been written here that is not elsewhere. Without both signs nothing is removed (pg_rewind, too, writes a backup_label, and
# keeps pg_control), nor is a half restore of backups, which has pgBackRest's backup.manifest: nobody would begin that one anew
# (docs/runbooks/postgres-backup.md). Here alone, where no pg_basebackup of an earlier Patroni can be running.
if [ -e /data/postgres/backup_label ] && [ ! -s /data/postgres/global/pg_control ] && [ ! -e /data/postgres/backup.manifest ]; then
  echo 'the copy of the leader in /data/postgres did not come to its end: it is removed, and begun anew'
  rm -rf /data/postgres
fi

keep() { while :; do "$@"; sleep 1; done; }
keep watch &
keep bash /etc/postgres/silent-leader.sh &
while [ "$stopping" = no ]; do
  patroni $config &
  patroni=$!
  echo "$patroni" >/run/patroni/pid
  # The signal may have come while there was none.
  if [ "$stopping" = yes ]; then stop; fi
  wait "$patroni"
  status=$?
  # A signal to this script ends the waiting, not Patroni.
  while kill -0 "$patroni" 2>/dev/null; do
    wait "$patroni"
    status=$?
  done
  if [ "$stopping" = yes ] || [ "$status" -le 128 ]; then exit "$status"; fi
  echo "Patroni was killed by signal $((status - 128)), and starts again"
done
`;
