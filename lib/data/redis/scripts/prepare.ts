/** Init container: notes the address of every member's Service, so that nothing needs names afterwards. */
export const PREPARE = `#!/bin/sh
. /opt/redis/common.sh
touch "$addresses"

# The pod's own short name is in /etc/hosts, as the pod's address; the Service's is not.
resolve() { getent hosts "$1.$NAMESPACE.svc" | { read -r address _ && echo "$address"; }; }

for member in $MEMBERS; do
  known=$(address_of "$member")
  address=$(resolve "$member")
  # Without names, the addresses of last time are still right.
  until [ -n "\${address:=$known}" ]; do
    say "waiting for the address of $member"
    sleep 1
    address=$(resolve "$member")
  done
  if [ -n "$known" ] && [ "$known" != "$address" ] && [ -f "$state" ]; then
    say "the address of $member was $known and is $address"
    sed -i "s/ $known / $address /; s/ $known\\$/ $address/" "$state"
  fi
  echo "$member $address" >>"$addresses.new"
done
mv "$addresses.new" "$addresses"
cat "$addresses"
`;
