/** What the other scripts have in common. Needs CLUSTER, MEMBERS, ENGINE and KEEPER_PASSWORD. */
export const COMMON = `# POSIX sh. A member is known by the address of its own Service, which stays when its pod goes.
data=/data
addresses=$data/addresses
state=$data/sentinel.conf
# The very first start: the only time that an empty folder may lead.
first_start=$data/first-start
# A replica that has not copied anything yet; its server has made empty files by then.
incomplete=$data/incomplete

say() { echo "$(date -u +%H:%M:%S) $*" >&2; }

# ask PORT ADDRESS COMMAND...: fails where nobody answers within two seconds, or answers with an error (then on stderr).
ask() {
  port=$1 address=$2
  shift 2
  REDISCLI_AUTH=$KEEPER_PASSWORD timeout 2 "$ENGINE-cli" $TLS_ARGUMENTS -e --user keeper -h "$address" -p "$port" "$@"
}
redis() { ask 6379 "$@" 2>/dev/null; }
sentinel() { ask 26379 "$@" 2>/dev/null; }
role_of() { redis "$1" role | head -n 1; }

address_of() { sed -n "s/^$1 //p" "$addresses"; }
me() { address_of "$HOSTNAME"; }
all() { sed 's/^[^ ]* //' "$addresses"; }
others() { sed "/^$HOSTNAME /d; s/^[^ ]* //" "$addresses"; }

# are_most COUNT: whether so many members are a majority.
are_most() { [ $(($1 * 2)) -gt "$(all | wc -l)" ]; }

# The address of a member's Service. The pod's own short name is in /etc/hosts, as the pod's address; the Service's is not. A name
# server that does not answer is waited for no longer: who looks has more to do.
resolve() { timeout 2 getent hosts "$1.$NAMESPACE.svc" | { read -r found _ && echo "$found"; }; }

# replace FILE CONTENT: whole or not at all. On a full volume the old one stays.
replace() { printf '%s\\n' "$2" 2>/dev/null >"$1.part" && mv "$1.part" "$1"; }

# Takes over what stands in $addresses.new, also in what the sentinel knows. In two steps, since a Service may have got an
# address that was another one's.
adopt() {
  if [ -f "$state" ]; then
    while read -r member new; do
      known=$(address_of "$member")
      if [ -z "$known" ]; then continue; fi
      if [ "$known" != "$new" ]; then say "the address of $member was $known and is $new"; fi
      sed -i "s/ $known / @$member@ /; s/ $known$/ @$member@/" "$state" || return
    done <"$addresses.new"
    while read -r member new; do sed -i "s/@$member@/$new/" "$state" || return; done <"$addresses.new"
  fi
  mv "$addresses.new" "$addresses"
}

# master_field NAME: what this member's sentinel knows of the primary.
master_field() { sentinel 127.0.0.1 sentinel master "$CLUSTER" | sed -n "/^$1$/{n;p;}"; }

# The primary that one sentinel names; an empty line from one that knows none; failure where nobody answers.
named_by() {
  answer=$(sentinel "$1" sentinel get-master-addr-by-name "$CLUSTER") && echo "$answer" | head -n 1
}

# The primary that most sentinels name, this member's own included; nothing where there is no majority.
agreed_primary() {
  for address in $(all); do named_by "$address"; done |
    sed '/^$/d' | sort | uniq -c | while read -r votes primary; do
    if are_most "$votes"; then echo "$primary"; fi
  done
}

has_data() { [ ! -e "$incomplete" ] && [ -n "$(find "$data/appendonlydir" -name '*.manifest' 2>/dev/null)" ]; }

# has_offset OFFSET: whether that is where a server stands in what was written. Redis keeps none with its append-only file: who was
# started and has not heard the primary since has 0 or 1, and nobody can tell what it lacks.
has_offset() { [ "$1" -gt 1 ]; }

# Not who was started and has not heard the primary since (start.sh, keep.sh).
may_be_promoted() { [ "$(redis "$1" info replication | field slave_priority)" != 0 ]; }

# field NAME: from the text of INFO on standard input.
field() { tr -d '\\r' | sed -n "s/^$1://p"; }

# A sentinel whose process stood still, as on a node that was frozen, accepts a failover and does nothing for five seconds (keep.sh):
# https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#tilt-mode
acts() { [ "$(sentinel "$1" info sentinel | field sentinel_tilt)" = 0 ]; }

# Whether a sentinel would replace this member ($me). One that names another primary would replace that one, which has just been
# promoted and goes on writing meanwhile.
replaces_me() { acts "$1" && [ "$(named_by "$1")" = "$me" ]; }

# ask_for_failover [ADDRESS]: has the first of the other sentinels that does it, ADDRESS before all, replace this member.
ask_for_failover() {
  for candidate in "$@" $(others); do
    if ! replaces_me "$candidate"; then continue; fi
    if answer=$(ask 26379 "$candidate" sentinel failover "$CLUSTER" 2>&1); then
      say "sentinel $candidate starts a failover"
      return 0
    fi
    say "sentinel $candidate starts no failover: \${answer:-no answer}"
    case $answer in *INPROG*) return 0 ;; esac
  done
  return 1
}

# accepted USER: every password that USER may show, as hashes: of this generation, of the one before and of the next.
accepted() {
  for file in "/credentials/$1-password" "/credentials/$1-password-previous" "/credentials/$1-password-next"; do
    if [ -f "$file" ]; then printf '#%s ' "$(sha256sum <"$file" | cut -d ' ' -f 1)"; fi
  done
}

# users FILE: each line "<user> <rules>" as the server's configuration has it.
users() {
  echo 'user default off resetpass'
  while read -r user rules; do echo "user $user on $(accepted "$user")$rules"; done <"$1"
}
`;
