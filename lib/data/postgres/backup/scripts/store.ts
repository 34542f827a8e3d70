/** What the tasks ask of the store. A backup's label begins with its time and ends with its type: 20261121-020000F. */
export const STORE = `fail() {
  echo "$1" >&2
  exit 1
}

needs_pgbackrest() {
  command -v pgbackrest >/dev/null || fail 'the image has no pgbackrest: docs/data-postgres-backup.md says what it must contain'
}

labels() { pgbackrest info --output=json | grep -o '"label":"[^"]*"' | cut -d '"' -f 4; }

# The last segment of WAL that has arrived.
last_archived() { pgbackrest info --output=json | grep -o '"max":"[0-9A-F]*"' | tail -n 1 | cut -d '"' -f 4; }

# Seconds since the epoch.
time_of() { date -u -d "$(echo "$1" | sed -E 's/^(....)(..)(..)-(..)(..)(..).*/\\1-\\2-\\3 \\4:\\5:\\6/')" +%s; }
`;
