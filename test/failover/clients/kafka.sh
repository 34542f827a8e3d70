#!/bin/bash
# Kafka's own VerifiableProducer as a client: idempotent, acks=all, and impatient, since the figures are stated for a timeout of
# one second and a backoff of 250 ms. Its lines, one for each acknowledgement, are the journal.
set -euo pipefail
JOURNAL=${JOURNAL:-/journal} # test/failover/names.ts
LIFETIME_SECONDS=14400       # a forgotten writer ends by itself
WAITING_MILLIS=3000          # each partition has several writes a second

settings() {
  umask 077
  cat > /tmp/client.properties <<PROPERTIES
security.protocol=$KAFKA_SECURITY_PROTOCOL
sasl.mechanism=$KAFKA_SASL_MECHANISM
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="$KAFKA_SASL_USERNAME" password="$KAFKA_SASL_PASSWORD";
PROPERTIES
  if [ -n "${KAFKA_SSL_CA_LOCATION:-}" ]; then
    printf 'ssl.truststore.type=PEM\nssl.truststore.location=%s\n' "$KAFKA_SSL_CA_LOCATION" >> /tmp/client.properties
  fi
}

# acks=1 cannot be idempotent: the control runs without.
producer_settings() {
  cat /tmp/client.properties - > /tmp/producer.properties <<PROPERTIES
enable.idempotence=$([ "$ACKS" = -1 ] && echo true || echo false)
retries=2147483647
max.in.flight.requests.per.connection=5
request.timeout.ms=1000
delivery.timeout.ms=30000
max.block.ms=1000
retry.backoff.ms=100
retry.backoff.max.ms=250
reconnect.backoff.ms=50
reconnect.backoff.max.ms=250
socket.connection.setup.timeout.ms=1000
socket.connection.setup.timeout.max.ms=1000
metadata.recovery.rebootstrap.trigger.ms=10000
linger.ms=0
PROPERTIES
}

# The brokers' addresses, in a file that the JVM reads, like addresses.ts: the producer would ask DNS in the thread that sends.
# Brokers call themselves by names that have the namespace behind them.
look_up() {
  namespace=$(sed -n 's/^search \([^.]*\)\..*/\1/p' /etc/resolv.conf)
  for broker in ${KAFKA_BOOTSTRAP_SERVERS//,/ }; do
    name=${broker%:*}
    { address=$(timeout 2 getent hosts "$name") && echo "${address%% *} $name $name.$namespace" > "/tmp/names/$name"; } &
  done
  wait
  cat /tmp/names/* > /tmp/hosts.new && mv /tmp/hosts.new /tmp/hosts
}

# What a client says once a second while it is answered, from lines such as {"timestamp":1700000000000,"name":"producer_send_success",…
# "waiting" are partitions that have acknowledged, and do not any more.
tally() {
  local second=0 good=0 bad=0 gap=0 last=0 at line part waiting
  local -a acknowledged=()
  while read -r line; do
    at=${line#*:} at=${at%%,*}
    if [ $((at / 1000)) -gt $second ]; then
      waiting=
      for part in "${!acknowledged[@]}"; do
        [ $((at - acknowledged[part])) -lt $WAITING_MILLIS ] || waiting+=,$part
      done
      [ $second = 0 ] || printf '{"second":%d,"acknowledged":%d,"indeterminate":%d,"refused":0,"errors":{},"gapMillis":%d,"waiting":[%s],"members":{}}\n' \
        $second $good $bad $gap "${waiting#,}"
      second=$((at / 1000)) good=0 bad=0 gap=0
    fi
    case $line in
      *producer_send_error*) bad=$((bad + 1)) ;;
      *producer_send_success*)
        good=$((good + 1))
        [ $last = 0 ] || [ $((at - last)) -le $gap ] || gap=$((at - last))
        last=$at
        part=${line##*'"partition":'} part=${part%%[^0-9]*}
        acknowledged[part]=$at
        ;;
    esac
  done
}

write() {
  settings
  producer_settings
  mkdir -p "$JOURNAL" /tmp/names
  echo "127.0.0.1 localhost $HOSTNAME" > /tmp/names/localhost
  look_up
  while sleep 5; do look_up; done &
  prefix=$((RANDOM * 32768 + RANDOM)) # the producer takes a number
  journal="$JOURNAL/$LANE.$HOSTNAME.$prefix.log"
  # Values are <prefix>.<number>; keys repeat, so that every partition has its share.
  KAFKA_HEAP_OPTS=-Xmx96m KAFKA_OPTS=-Djdk.net.hosts.file=/tmp/hosts /opt/kafka/bin/kafka-run-class.sh org.apache.kafka.tools.VerifiableProducer \
    --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --topic "$TOPIC" --acks "$ACKS" --throughput "$RATE" \
    --repeating-keys 60 --value-prefix "$prefix" --producer.config /tmp/producer.properties 2> /tmp/producer.err > >(tee "$journal" | tally) &
  producer=$!
  trap 'kill $producer' TERM
  while kill -0 $producer 2> /dev/null && [ ! -e "$JOURNAL/stop" ] && [ $SECONDS -lt $LIFETIME_SECONDS ]; do sleep 0.5; done
  if [ ! -e "$JOURNAL/stop" ]; then
    tail -n 5 /tmp/producer.err
    exit 1
  fi
  kill $producer
  # Ends when everything that was sent has an answer or is given up.
  wait $producer || true
  touch "$JOURNAL/stopped"
  sleep infinity
}

stop() {
  touch "$JOURNAL/stop"
  for _ in $(seq 60); do [ -e "$JOURNAL/stopped" ] && return; sleep 1; done
  echo 'the producer does not end' >&2
  exit 1
}

journal() {
  for file in "$JOURNAL"/*.log; do
    echo "# $(basename "$file" .log)"
    cat "$file"
  done
  echo '# end'
}

# Every record that is committed, as partition, offset and value. The consumer ends when nothing came for a while, on a busy
# machine before anything has: only a reading that reached every partition's end is one.
read_back() {
  settings
  export KAFKA_HEAP_OPTS=-Xmx160m
  /opt/kafka/bin/kafka-get-offsets.sh --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --topic "$TOPIC" \
    --command-config /tmp/client.properties > /tmp/ends 2> /tmp/consumer.err
  [ -s /tmp/ends ]
  /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --topic "$TOPIC" --group "$KAFKA_GROUP_ID" \
    --from-beginning --timeout-ms 20000 --consumer-property enable.auto.commit=false --property print.partition=true \
    --property print.offset=true --consumer.config /tmp/client.properties > /tmp/records 2> /tmp/consumer.err || true
  # orders:3:120 is the end of partition 3; Partition:3 Offset:119 its last record.
  awk -F '[:\t]' '
    NR == FNR { end[$2] = $3; next }
    /^Partition:/ && $4 + 1 > seen[$2] { seen[$2] = $4 + 1 }
    END { for (p in end) if (seen[p] + 0 < end[p]) { print "partition " p " was read to " seen[p] + 0 " of " end[p]; exit 1 } }
  ' /tmp/ends /tmp/records >&2
  cat /tmp/records
  echo '# end'
}

case $1 in
  write) write ;;
  stop) stop ;;
  journal) journal ;;
  read) read_back ;;
esac
