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

# Of each backup, the oldest first: the segment of WAL that it begins with, and its label.
beginnings() { pgbackrest info --output=json | grep -oE '"start":"[0-9A-F]{24}"|"label":"[^"]*"' | cut -d '"' -f 4 | paste - -; }

segments() { pgbackrest repo-ls --recurse "archive/$PGBACKREST_STANZA" | grep -oE '/[0-9A-F]{24}-' | tr -d '/-' | sort -u; }

# Reads segments of WAL in their order (8 digits of the timeline, 8 and 8 of the position), and prints those after the one given whose
# predecessor is not there. That of the first one of a timeline is on the timeline that it has left.
gaps() {
  local -A there
  local segment position first=$((16#\${1:8:8} * 256 + 16#\${1:16:8}))
  local timeline=\${1:0:8} last=$((first - 1))
  while read -r segment; do
    [[ ! "$segment" < "$1" ]] || continue
    position=$((16#\${segment:8:8} * 256 + 16#\${segment:16:8}))
    if [ "\${segment:0:8}" = "$timeline" ]; then
      [ "$position" -eq $((last + 1)) ] || echo "$segment"
    else
      [ "$position" -le "$first" ] || [ -n "\${there[$((position - 1))]:-}" ] || echo "$segment"
    fi
    timeline=\${segment:0:8} last=$position there[$position]=yes
  done
}

# Seconds since the epoch.
time_of() { date -u -d "$(echo "$1" | sed -E 's/^(....)(..)(..)-(..)(..)(..).*/\\1-\\2-\\3 \\4:\\5:\\6/')" +%s; }
`;
