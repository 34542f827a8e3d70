/**
 * For a member that has come to lead. The leader before it may have gone with WAL that it had not archived; the new one has
 * received it, marked as done, and its archiver begins with its own timeline. Without that WAL the archive would have a gap
 * until the next base backup. All that pg_wal has of earlier timelines, the oldest first: what is there already, pgBackRest compares, and ends with 0. One that
 * is broken off leaves nothing between two segments out, and the next leader sends the rest.
 */
export const ARCHIVE_MISSING = `cd /data/postgres || exit 1
current=$(psql -qAtX -d postgres -c 'SELECT pg_walfile_name(pg_current_wal_lsn())') || exit 1

# Until it has arrived, is no longer needed here (and gone), or turns out to be another one than that of the same name in the store.
push() {
  until output=$(timeout 60 pgbackrest --stanza="$1" archive-push "pg_wal/$2" 2>&1); do
    case $output in *'different checksum'*) echo "$output"; return 1 ;; esac
    [ -e "pg_wal/$2" ] || return 1
    sleep 30
  done
}

for segment in $(ls pg_wal/archive_status | sed -n 's/^\\([0-9A-F]\\{24\\}\\)\\.done$/\\1/p' | sort); do
  [ "\${segment:0:8}" != "\${current:0:8}" ] && [ -e "pg_wal/$segment" ] || continue
  push "$1" "$segment" || continue
  case $output in *'already exists'*) ;; *) echo "archived $segment, which the last leader had not" ;; esac
done
exit 0
`;
