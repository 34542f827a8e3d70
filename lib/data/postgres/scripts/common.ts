/**
 * What other scripts have in common. `api METHOD PATH [curl's arguments]` asks the API server and prints its answer, with the pod's own
 * account and in its own namespace; `field NAME` is the first such string of an answer. `take_label POD` takes the leader's label from another member, if it has it. `members` prints the
 * name and the address of each member's Patroni, as the own one knows them.
 *
 * Members are asked for by `/failsafe`: `/cluster` would make Patroni read the lease anew, and a member that has just lost an election could
 * then take it from the winner (https://github.com/patroni/patroni/issues/3718).
 */
export const COMMON = `account=/var/run/secrets/kubernetes.io/serviceaccount
case \${KUBERNETES_SERVICE_HOST:-} in *:*) server="[$KUBERNETES_SERVICE_HOST]" ;; *) server=\${KUBERNETES_SERVICE_HOST:-} ;; esac

api() {
  method=$1 path=$2
  shift 2
  printf 'Authorization: Bearer %s' "$(cat $account/token)" |
    curl -sS -f -m 5 --retry 2 --cacert $account/ca.crt -H @- -X "$method" "$@" \\
      "https://$server:$KUBERNETES_SERVICE_PORT/api/v1/namespaces/$(cat $account/namespace)/$path"
}

field() { sed -n "s/.*\\"$1\\": *\\"\\([^\\"]*\\)\\".*/\\1/; T; p; q"; }

take_label() {
  # Refused for a pod that does not have the label.
  api PATCH "pods/$1" -H 'Content-Type: application/json-patch+json' \\
    -d '[{"op":"test","path":"/metadata/labels/role","value":"primary"},{"op":"remove","path":"/metadata/labels/role"}]' \\
    >/dev/null 2>&1 && echo "$1 is no longer the primary"
}

# In Patroni's configuration, as the API server prints it.
is_paused() { grep -q '\\\\"pause\\\\": *true'; }

members() {
  # Patroni ends no line, and the last one would not be read.
  { curl -skf -m 2 https://localhost:8008/failsafe && echo; } | tr ',' '\\n' | sed -n 's/.*"\\([^"]*\\)": *"\\(https[^"]*\\)".*/\\1 \\2/p'
}
`;
