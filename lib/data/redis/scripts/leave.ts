/** preStop of the sentinel: clients ask it for the primary as long as its server hands over. */
export const LEAVE = `#!/bin/sh
. /opt/redis/common.sh
until=$(($(date +%s) + HAND_OVER_SECONDS + 2))
while [ "$(date +%s)" -lt "$until" ] && redis 127.0.0.1 ping >/dev/null; do sleep 0.2; done
`;
