/** A part of scripts whose arguments are all members: those that are not this one. */
export const OTHERS = `others=()
for member in "$@"; do
  [ "\${member%%.*}" = "$HOSTNAME" ] || others+=("$member")
done`;
