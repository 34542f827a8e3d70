/** A part of scripts: the whole part of a metric at a member, as Prometheus reads it; nothing where none is answered. */
export const METRIC = `metric() {
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/9404" && printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3' "$1" 2>/dev/null |
    awk -v name="$2" '$1 == name { printf "%.0f\\n", $2 }'
}`;
