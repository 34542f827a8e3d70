/** Asks the API server: `api METHOD PATH [curl's arguments]`, with the pod's own account and in its own namespace. */
export const KUBERNETES = `account=/var/run/secrets/kubernetes.io/serviceaccount

api() {
  method=$1 path=$2
  shift 2
  printf 'Authorization: Bearer %s' "$(cat $account/token)" |
    curl -sS -f -m 5 --retry 2 --cacert $account/ca.crt -H @- -X "$method" "$@" -o /dev/null \\
      "https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/api/v1/namespaces/$(cat $account/namespace)/$path"
}
`;
