/** Runs beside the sentinel: has all replicas leave a primary before its successor is promoted. */
export const FOLLOW = `#!/bin/sh
. /opt/redis/common.sh

# Sentinels promote one replica and tell the others up to a second later. A primary that was only away for a moment would
# go on with these until then, and what they acknowledge to it would be lost with it. "+selected-slave" comes before the
# promotion, as "slave <name> <address> <port> @ <cluster> <address of the primary> <port>".
while sleep 1; do
  REDISCLI_AUTH=$KEEPER_PASSWORD "$ENGINE-cli" $TLS_ARGUMENTS --user keeper -p 26379 subscribe +selected-slave 2>/dev/null |
    while read -r word _ successor _ _ _ primary _; do
      if [ "$word" != slave ]; then continue; fi
      say "$successor takes over from $primary"
      for address in $(all); do
        case $address in
        "$successor" | "$primary") ;;
        *) redis "$address" replicaof "$successor" 6379 >/dev/null & ;;
        esac
      done
    done
done
`;
