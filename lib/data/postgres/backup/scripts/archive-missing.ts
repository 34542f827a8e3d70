/**
 * For a member that has come to lead. The leader before it may have gone with WAL that it had not archived; the new one has
 * received it, marked as done, and its archiver begins with its own timeline. Without that WAL the archive would have a gap
 * until the next base backup. Newest first, until one is found that is there already.
 */
export const ARCHIVE_MISSING = `cd /data/postgres || exit 1
current=$(psql -qAtX -d postgres -c 'SELECT pg_walfile_name(pg_current_wal_lsn())') || exit 1

push() {
  until output=$(timeout 60 pgbackrest --stanza="$1" archive-push "pg_wal/$2" 2>&1); do
    [ -e "pg_wal/$2" ] || return
    sleep 30
  done
}

for segment in $(ls pg_wal/archive_status | sed -n 's/^\\([0-9A-F]\\{24\\}\\)\\.done$/\\1/p' | sort -r); do
  [ "\${segment:0:8}" != "\${current:0:8}" ] && [ -e "pg_wal/$segment" ] || continue
  push "$1" "$segment"
  case $output in *'already exists'*) break ;; esac
  echo "archived $segment, which the last leader had not"
done
exit 0
`;
