/**
 * Beside each member. A leader that neither answers this one nor renews its lease for ten seconds has no label any more when
 * the lease ends. That of the next leader is then the Service's only change: kube-proxy applies it at once, where of two changes
 * it keeps the second one for a second, and half of all connections would go on to the dead member. A leader that is cut off from
 * here alone renews its lease, one that is cut off from the API server answers: each keeps the label, and one that comes back in
 * time is given it again by its own Patroni.
 */
export const SILENT_LEADER = `. /etc/postgres/kubernetes.sh
leader() {
  curl -skf -m 2 https://localhost:8008/cluster | tr '{' '\\n' |
    sed -n 's/.*"name": "\\([^"]*\\)", "role": "leader",.*"api_url": "\\([^"]*\\)".*/\\1 \\2/p'
}

before= same=0
while sleep 3; do
  read -r name url <<<"$(leader)"
  if [ -z "$url" ] || curl -sk -m 2 -o /dev/null "$url" || ! lease=$(api GET "configmaps/$SCOPE-leader"); then
    same=0
    continue
  fi
  if [ "$lease" = "$before" ]; then same=$((same + 1)); else same=0; fi
  before=$lease
  if [ "$same" -ge 2 ]; then take_label "$name"; fi
done
`;
