/**
 * `backup.sh` takes a full backup where there is none or the last is too old, else what has changed since. `backup.sh first`
 * prepares the store, sees that WAL arrives there, and takes the very first one. Both may be begun twice.
 */
export const BACKUP = `set -eu
. /etc/backup/store.sh

# \`check\` needs every member, and a backup only the leader.
prepare() {
  pgbackrest --log-level-console=warn stanza-create || return
  [ "$1" != first ] || pgbackrest --log-level-console=warn check
}

needs_pgbackrest
run=\${1:-scheduled}
deadline=$(($(date +%s) + 300))
until prepare "$run"; do
  [ "$(date +%s)" -lt "$deadline" ] || fail 'no backup is taken: the last errors say what is missing'
  sleep 10
done

full=$(labels | grep 'F$' | tail -n 1)
if [ "$run" = first ] && [ -n "$full" ]; then exit 0; fi

type=full
if [ -n "$full" ] && [ $(($(date +%s) - $(time_of "$full"))) -lt "$FULL_EVERY_SECONDS" ]; then type=diff; fi
exec pgbackrest --type=$type backup
`;
