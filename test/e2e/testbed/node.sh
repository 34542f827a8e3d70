# Node.js alone, for the load generator of the end-to-end tests
REF=testbed.local/node:18 USER=10001:10001 ENTRYPOINT='["/usr/bin/node"]'
rootfs() { debian bookworm nodejs; }
