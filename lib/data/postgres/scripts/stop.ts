/**
 * Before SIGTERM: a leader waits until others would take its place, writes its dirty pages, so that the shutdown has little to do, and
 * hands over to a healthy member. Of these the highest above it comes first, then the lowest: a rolling update goes downwards, so the
 * next leader has been rolled where one has, and leadership moves twice at the most. Bounded, and nothing depends on its success.
 *
 * Who was deleted by force has two seconds, and nobody sees it any more: replicas leave it, for which its Patroni would go on taking them off the
 * list of those that confirm commits, until none may take its place. It ends at once, as if its node were lost.
 */
export const STOP = `. /etc/postgres/common.sh
export PGHOST=/run/postgresql PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=3
me=$(hostname)
ordinal=\${me##*-}
[ "$(timeout 3 psql -qAtX -c 'SELECT pg_is_in_recovery()')" = f ] || exit 0

# Its successor may be there already, under the same name. Where the API server does not answer, nobody knows.
pod=$(api GET "pods/$me" -m 1 --retry 0)
if [ $? = 22 ] || { [ -n "$pod" ] && [ "$(field podIP <<<"$pod")" != "$(hostname -i | cut -d ' ' -f 1)" ]; }; then
  kill -STOP "$(cat /run/patroni/pid)"
  kill -QUIT "$(head -n 1 /data/postgres/postmaster.pid)"
  exit 0
fi

# While the API server was away members went by what the leader told them, and they do so for a lease longer: until then they would
# go on to follow one that has stopped.
follow_blindly() { members | while read -r _ url; do curl -sk -m 1 "$url"; done | grep -q '"failsafe_mode_is_active": *true'; }
until=$(($(date +%s) + 20))
while [ "$(date +%s)" -lt "$until" ] && follow_blindly; do sleep 1; done

timeout 7 psql -qX -c CHECKPOINT

hand_over() {
  printf 'user = "patroni:%s"' "$(cat /etc/credentials/rest-api-password)" |
    curl -skf -m 10 -K - -o /dev/null -H 'Content-Type: application/json' \\
      -d "{\\"leader\\":\\"$me\\",\\"candidate\\":\\"$SCOPE-$1\\"}" https://localhost:8008/switchover
}

deadline=$(($(date +%s) + 5))
for candidate in $(seq $((MEMBERS - 1)) -1 $((ordinal + 1))) $(seq 0 $((ordinal - 1))); do
  [ "$(date +%s)" -lt "$deadline" ] || break
  hand_over "$candidate" && exit 0
done
exit 0
`;
