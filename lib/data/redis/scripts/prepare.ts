/** Init container: notes the address of every member's Service, so that nothing needs names afterwards. */
export const PREPARE = `#!/bin/sh
. /opt/redis/common.sh
touch "$addresses"

# Without names for half a minute, the addresses of last time will do; keep.sh looks again.
patience=$(($(date +%s) + 30))
address_for() {
  until found=$(resolve "$1"); do
    known=$(address_of "$1")
    if [ -n "$known" ] && [ "$(date +%s)" -ge "$patience" ]; then
      echo "$known"
      return
    fi
    say "waiting for the address of $1"
    sleep 1
  done
  echo "$found"
}

now=$(for member in $MEMBERS; do echo "$member $(address_for "$member")"; done)
# What the last run had begun to take over is ended, too.
if [ -f "$addresses.new" ] || [ "$now" != "$(cat "$addresses")" ]; then replace "$addresses.new" "$now" && adopt || exit; fi
cat "$addresses"
`;
