/**
 * Patroni calls it for a cluster that has never been there: `restore.sh` fills the data folder from the store, and
 * `restore.sh get FILE PATH` fetches WAL while PostgreSQL replays. The store it reads is not the one it writes to, so its
 * keys have names of their own.
 */
export const RESTORE = `set -eu
export PGBACKREST_CONFIG=/etc/postgres/restore.conf
export PGBACKREST_STANZA=$RESTORE_STANZA
export PGBACKREST_REPO1_S3_KEY=$RESTORE_ACCESS_KEY
export PGBACKREST_REPO1_S3_KEY_SECRET=$RESTORE_SECRET_KEY
export PGBACKREST_REPO1_CIPHER_PASS=$RESTORE_PASSPHRASE

if [ "\${1:-}" = get ]; then exec pgbackrest --log-level-console=warn archive-get "$2" "$3"; fi

set -- "--recovery-option=restore_command=bash /etc/postgres/restore.sh get %f %p"
if [ -n "\${RESTORE_AT:-}" ]; then set -- "$@" --type=time "--target=$RESTORE_AT" --target-action=promote; fi
exec pgbackrest "$@" restore
`;
