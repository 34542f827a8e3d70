/**
 * Patroni calls it when this member has the lease, before it is promoted, and gives the lease back where it fails; the others choose then,
 * without this one for a lease. Patroni asks the others itself before it takes the lease, but not where somebody named this member for a
 * switchover: that is safe as long as the leader ends in good order. Where it is killed meanwhile (a forced deletion, a lost node), the other
 * replica may have what was acknowledged and this one not.
 *
 * By Patroni's own rule: no replica has more, and of those that confirm commits as many as `quorum` say so, also where people choose
 * (`patronictl failover`). A member that is none of those was chosen by Patroni, which has counted, or by people: it is refused where another one has more.
 * Without a record of who confirms, commits wait for nobody: who has lost a majority for good removes it (docs/runbooks/postgres.md).
 *
 * After all were lost at once the leader may be back before the others, with the lease, for which Patroni asks nobody: their votes are waited for.
 */
export const PRE_PROMOTE = `. /etc/postgres/common.sh
export PGHOST=/run/postgresql PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=3
me=$(hostname)

position() { timeout 3 psql -qAtX -c "SELECT GREATEST(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn"; }

# By \`/cluster\`, unlike \`members\`: addresses are today's, and whoever has the lease may read it anew.
others() { { curl -skf -m 2 https://localhost:8008/cluster && echo; } | tr '{' '\\n' | sed -n 's/.*"name": *"\\([^"]*\\)".*"api_url": *"\\([^"]*\\)".*/\\1 \\2/p' | grep -v "^$me "; }

# How many bytes of WAL members have. One that does not answer says nothing.
ask() {
  while read -r name url; do
    {
      at=$(curl -sk -m 2 "$url" | grep -oE '"(received|replayed)_location": *[0-9]+' | grep -oE '[0-9]+$' | sort -n | tail -n 1)
      [ -z "$at" ] || echo "$name $at"
    } &
  done
  wait
}

# Fails with 1 where another one has more, with 2 for want of votes. The former leader may have what nobody confirmed.
judge() {
  awk -v me="$me" -v mine="$mine" -v leader="$leader" -v quorum="\${quorum:-0}" -v standbys="$standbys" '
  BEGIN { voter[leader] = 1; count = split(standbys, names, ","); for (i = 1; i <= count; i++) voter[names[i]] = 1; if (!(me in voter)) quorum = 0 }
  NF == 2 && $2 <= mine && $1 in voter { votes++ }
  NF == 2 && $2 > mine && $1 != leader { ahead = ahead " " $1 }
  END {
    if (ahead != "") print "this member is not promoted: more has been written at" ahead
    else if (votes < quorum) print "this member is not promoted: of those that confirm commits, " quorum " have to say that they have no more, and " (votes + 0) " do"
    exit (ahead != "" ? 1 : votes < quorum ? 2 : 0)
  }'
}

decide() {
  # All at once: nobody can write meanwhile.
  exec 3< <(position) 4< <(others)
  sync=$(api GET "configmaps/$SCOPE-sync" 2>/dev/null) || return 0
  leader=$(field leader <<<"$sync") quorum=$(field quorum <<<"$sync") standbys=$(field sync_standby <<<"$sync")
  [ -n "$leader" ] && read -r mine <&3 && [ -n "$mine" ] || return 0
  others=$(cat <&4)

  replicas=$(grep -v "^$leader " <<<"$others" | ask)
  judge <<<"$replicas" >/dev/null && return 0
  # Mostly it is gone, and would be waited for: it is asked where nobody else gives the vote that is missing.
  former=$(grep "^$leader " <<<"$others" | ask)
  judge <<<"$replicas"$'\\n'"$former"
}

# Who is refused stays out for a lease.
until decide; do
  [ $? = 2 ] && [ "$SECONDS" -lt 10 ] || exit 1
  sleep 1
done
`;
