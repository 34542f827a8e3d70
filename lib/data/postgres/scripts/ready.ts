/**
 * Whether a member is fit for its role: the leader, or a replica that streams and is not far behind. Patroni's own
 * `/readiness` asks for streaming only from 4.1 on. While there is no leader no replica streams; the probe's failures in a
 * row outlast a failover. The certificate is not looked at: the other end is the same pod.
 */
export const READY = `state=$(curl -sk -m 3 -w '%{http_code}' "https://localhost:8008/replica?lag=$1")
case $state in *'"replication_state": "streaming"'*200) exit 0 ;; esac
curl -skf -m 3 -o /dev/null https://localhost:8008/leader
`;
