# Kafka once more under the next tag, for tests that roll to another image
source "$SHARED_CLUSTER/images/kafka.sh"
REF=testbed.local/kafka:4.1.0-next
