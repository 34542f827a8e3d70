# Valkey 8.1 server, sentinel and cli from Debian 13; user and folders as in the official image
REF=testbed.local/valkey:8.1 USER=999:999
rootfs() { debian trixie valkey-server valkey-sentinel valkey-tools; own_user valkey 999; mkdir -p "$ROOT/data"; chown 999:999 "$ROOT/data"; }
