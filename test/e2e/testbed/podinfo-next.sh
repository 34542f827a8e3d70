# podinfo once more under the next tag, for tests that roll to another image
REF=testbed.local/podinfo:6.9.3 USER=100:101 ENTRYPOINT='["/bin/podinfo"]'
rootfs() { program podinfo; mkdir -p "$ROOT/data"; chmod 777 "$ROOT/data"; }
