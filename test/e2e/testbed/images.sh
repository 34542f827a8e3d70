# To be sourced: what a test cluster that cannot pull has in the place of upstream images, for test/e2e and test/failover.
export E2E_PODINFO_IMAGE=testbed.local/podinfo E2E_WAIT_IMAGE=testbed.local/toolbox:12
export E2E_NODE_IMAGE=testbed.local/node:18 E2E_PROMETHEUS_IMAGE=testbed.local/prometheus:3.7.3
replacements=(
  docker.io/apache/kafka=testbed.local/kafka:4.1.0
  docker.io/edoburu/pgbouncer=testbed.local/pgbouncer:1.24
  docker.io/library/haproxy=testbed.local/haproxy:3.0
  docker.io/library/redis=testbed.local/redis:8.0
  docker.io/valkey/valkey=testbed.local/valkey:8.1
  docker.io/oliver006/redis_exporter=testbed.local/exporters:13
  ghcr.io/zalando/spilo-17=testbed.local/postgres-patroni:17
  ghcr.io/versity/versitygw=testbed.local/versitygw:1.0.14
  quay.io/prometheuscommunity/postgres-exporter=testbed.local/exporters:13
  quay.io/strimzi/kafka=testbed.local/kafka:4.1.0
  # The same content under another name, for rolls to another image.
  docker.io/apache/kafka-next=testbed.local/kafka:4.1.0-next
  docker.io/library/redis-next=testbed.local/redis:8.0-next
  ghcr.io/zalando/spilo-17-next=testbed.local/postgres-patroni:17-next
)
export E2E_IMAGES=${replacements[*]}
# Made of Debian's packages, and of programs that the cluster unpacks when it comes up.
packaged=(toolbox redis postgres kafka haproxy pgbouncer exporters test/e2e/testbed/node.sh)
# Besides: s3, where `npm run e2e -- backup` stores; for `npm run failover`, test/e2e/testbed/{redis,postgres,kafka}-next.sh and valkey.sh.
images=("${packaged[@]}" podinfo metrics-server traefik keda prometheus test/e2e/testbed/podinfo-next.sh)
