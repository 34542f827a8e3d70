/**
 * Patroni calls it with the action, the new role and the scope. A new leader takes the label, also from who had it: a dead one
 * cannot do so itself, and the Service would go on naming it until its node is known to be gone. Mostly it has lost it by then (see
 * silent-leader.ts). Not a moment earlier, by `pre_promote`: kube-proxy waits a second between two changes, so that nobody has the
 * label for that long; measured in 60 faults, hand-overs then took up to 5.2 s.
 */
export const ROLE_CHANGED = `[ "$2" = primary ] || exit 0
. /etc/postgres/common.sh
# Patroni itself would do so when its loop comes round.
api PATCH "pods/$(hostname)" -H 'Content-Type: application/merge-patch+json' -d '{"metadata":{"labels":{"role":"primary"}}}' >/dev/null 2>&1
for ordinal in $(seq 0 $((MEMBERS - 1))); do
  [ "$3-$ordinal" = "$(hostname)" ] && continue
  take_label "$3-$ordinal"
done

# There where WAL is archived.
if [ -e /etc/postgres/archive-missing.sh ]; then bash /etc/postgres/archive-missing.sh "$3"; fi
exit 0
`;
