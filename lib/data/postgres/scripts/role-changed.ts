/**
 * Patroni calls it with the action, the new role and the scope. A new leader takes the label, also from who had it: a dead one
 * cannot do so itself, and the Service would go on naming it until its node is known to be gone. Not earlier, by `pre_promote`: kube-proxy
 * waits a second between two changes, so that nobody has the label for that long; measured in 60 faults, hand-overs then took up to 5.2 s.
 */
export const ROLE_CHANGED = `[ "$2" = primary ] || exit 0
. /etc/postgres/kubernetes.sh
# Patroni itself would do so when its loop comes round.
api PATCH "pods/$(hostname)" -H 'Content-Type: application/merge-patch+json' -d '{"metadata":{"labels":{"role":"primary"}}}' 2>/dev/null
for ordinal in $(seq 0 $((MEMBERS - 1))); do
  [ "$3-$ordinal" = "$(hostname)" ] && continue
  # Refused for pods that do not have the label.
  api PATCH "pods/$3-$ordinal" -H 'Content-Type: application/json-patch+json' \\
    -d '[{"op":"test","path":"/metadata/labels/role","value":"primary"},{"op":"remove","path":"/metadata/labels/role"}]' \\
    2>/dev/null && echo "$3-$ordinal is no longer the primary"
done

# There where WAL is archived.
if [ -e /etc/postgres/archive-missing.sh ]; then bash /etc/postgres/archive-missing.sh "$3"; fi
exit 0
`;
