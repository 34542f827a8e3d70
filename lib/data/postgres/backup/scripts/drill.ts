/**
 * Restores the newest backup into a scratch volume, replays all WAL that was archived since, and reads every page of every
 * table and index. What comes up is nobody's: it listens on a socket in that volume, and archives nothing. WAL before that backup is not
 * replayed, so the list of segments is read for gaps, from a backup on that is older than the last drill. (`pgbackrest verify`
 * reads the whole repository, does not take a gap for an error, and ends with 0 whatever it finds.)
 */
export const DRILL = `set -eu
. /etc/backup/store.sh
export PGHOST=/scratch PGUSER=postgres PGDATABASE=postgres
data=/scratch/data started=$(date +%s)

needs_pgbackrest
backup=$(labels | tail -n 1)
[ -n "$backup" ] || fail 'the store holds no backup of this cluster'
archived=$(last_archived)
[ -n "$archived" ] || fail 'the store holds no WAL of this cluster'

mkdir -m 700 $data
pgbackrest --set="$backup" restore
restored=$(date +%s)

cat >/scratch/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '/scratch'
hba_file = '/scratch/pg_hba.conf'
archive_mode = off
hot_standby = off
shared_buffers = 64MB
dynamic_shared_memory_type = mmap
max_wal_size = 256MB
CONF
# Without these some WAL cannot be replayed.
cat $data/postgresql*.conf | grep -E '^(shared_preload_libraries|max_prepared_transactions) *=' >>/scratch/postgresql.conf || true
echo 'local all all peer map=drill' >/scratch/pg_hba.conf
echo 'drill postgres postgres' >/scratch/pg_ident.conf
echo "ident_file = '/scratch/pg_ident.conf'" >>/scratch/postgresql.conf

not_starting() {
  tail -n 50 /scratch/log >&2
  fail "PostgreSQL does not come up from backup $backup"
}
ask() { psql -qAtX -v ON_ERROR_STOP=1 "$@"; }

# It answers once it has replayed everything; until then pg_ctl may call it started.
pg_ctl -D $data -o '-c config_file=/scratch/postgresql.conf' -l /scratch/log -W start >/dev/null
until ask -c 'SELECT' 2>/dev/null; do
  sleep 2
  pg_ctl -D $data status >/dev/null || not_starting
done
replayed=$(ask -c 'SELECT pg_walfile_name(pg_last_wal_replay_lsn())')
age=$(ask -c "SELECT coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::bigint::text, 'null')")

# Names of segments: 8 digits of the timeline, then the position.
[[ ! "\${replayed:8}" < "\${archived:8}" ]] ||
  fail "the archive has a gap: it reaches to $archived, and replaying ended at $replayed; take a backup now"

pg_amcheck --all --install-missing || fail "pg_amcheck does not accept backup $backup: it names the tables and indexes above"

tables=0 databases=0
for database in $(ask -c 'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate'); do
  databases=$((databases + 1))
  tables=$((tables + $(ask -d "$database" -c 'SELECT count(*) FROM pg_stat_user_tables')))
done
bytes=$(ask -c 'SELECT sum(pg_database_size(oid)) FROM pg_database')
pg_ctl -D $data -m immediate stop >/dev/null

now=$(date +%s)
cat <<JSON
{"cluster":"$PGBACKREST_STANZA","backup":"$backup","lastArchived":"$archived","lastReplayed":"$replayed","newestTransactionAgeSeconds":$age,"databases":$databases,"tables":$tables,"bytes":$bytes,"restoreSeconds":$((restored - started)),"totalSeconds":$((now - started))}
JSON

oldest=
while read -r start label; do
  if [ -z "$oldest" ] || [ $((now - $(time_of "\${label##*_}"))) -gt "$LOOK_BACK_SECONDS" ]; then oldest=$start; fi
done < <(beginnings)
[ -n "$oldest" ] || fail 'the store does not say with which WAL a backup begins'
missing() {
  segments >/scratch/segments
  [ -s /scratch/segments ] || fail 'the segments of WAL in the store cannot be listed'
  gaps "$oldest" </scratch/segments >/scratch/gaps
  [ -s /scratch/gaps ]
}
# What arrives at this moment, or what a new leader still sends of the last one, is there when it looks again.
if missing && sleep 300 && missing; then
  fail "the archive has a gap before $(paste -sd ' ' /scratch/gaps): moments between it and the next backup cannot be restored"
fi
`;
