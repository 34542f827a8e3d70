# Redis once more under the next tag, for tests that roll to another image
REF=testbed.local/redis:8.0-next USER=999:999
rootfs() { debian trixie redis-server redis-sentinel; own_user redis 999; mkdir -p "$ROOT/data"; chown 999:999 "$ROOT/data"; }
