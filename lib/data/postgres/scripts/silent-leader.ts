/**
 * Beside each member: what becomes of a leader whose Patroni has neither answered nor renewed its lease for 10 s, which the script notices
 * within 5 s more.
 *
 * - Where it runs itself, PostgreSQL ends at once: Patroni hangs, and another member is about to lead. Nobody else would end it
 *   before that: the kubelet waits for 15 to 20 s, and then for the container to stop.
 * - Where another member sees it, it loses the label before the lease has ended. That of the next leader is then the Service's only
 *   change: kube-proxy applies it at once, where of two changes it keeps the second one for a second, and half of all connections
 *   would go on to the dead member. One that comes back in time is given the label again by its own Patroni.
 *
 * A leader that is cut off from one member renews its lease, one that is cut off from the API server answers: neither is meant.
 */
export const SILENT_LEADER = `. /etc/postgres/common.sh
answers() { curl -sk -m 2 -o /dev/null "$@"; }
patroni() { cat /run/patroni/pid 2>/dev/null; }

# Members whose Patroni does not answer, all asked at once: a member that is away, too, must not make the round longer.
silent() {
  members | {
    while read -r name url; do { answers "$url" || echo "$name"; } & done
    wait
  }
}

end_postgres() {
  echo 'Patroni hangs: PostgreSQL ends before another member leads, and Patroni starts again'
  kill -KILL "$(patroni)"
  pid=$(head -n 1 /data/postgres/postmaster.pid) && grep -q postgres "/proc/$pid/comm" && kill -QUIT "$pid"
}

me=$(hostname)
before= since=$SECONDS answered=
while sleep 3; do
  if answers -f https://localhost:8008/liveness; then
    answered=$(patroni)
    suspects=$(silent)
  else
    # One that has just been started, or is being stopped, has nothing to say.
    suspects=
    if [ -n "$answered" ] && [ "$(patroni)" = "$answered" ]; then suspects=$me; fi
  fi

  lease= leader=
  if [ -n "$suspects" ]; then
    lease=$(api GET "configmaps/$SCOPE-leader")
    leader=$(field leader <<<"$lease")
  fi
  if [ -z "$leader" ] || ! grep -qxF "$leader" <<<"$suspects" || [ "$lease" != "$before" ]; then
    before=$lease since=$SECONDS
    continue
  fi

  [ $((SECONDS - since)) -ge 10 ] || continue
  before=
  if [ "$leader" != "$me" ]; then
    take_label "$leader"
  # Nobody leads instead while the cluster is paused.
  elif ! api GET "configmaps/$SCOPE-config" | is_paused; then
    end_postgres
  fi
done
`;
