/**
 * What the JMX exporter reads and how the series are called: few beans, none per partition but what alerts need, since
 * probes read them every few seconds. https://kafka.apache.org/41/operations/monitoring/. The
 * JVM's own series (memory, collections, threads) come besides.
 */
export const JMX = `startDelaySeconds: 0
lowercaseOutputName: true
includeObjectNames:
  - kafka.server:type=KafkaServer,name=BrokerState
  - kafka.server:type=ReplicaManager,name=*
  - kafka.server:type=ReplicaFetcherManager,name=MaxLag,*
  - kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec
  - kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec
  - kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec
  - kafka.server:type=KafkaRequestHandlerPool,name=*
  - kafka.server:type=socket-server-metrics,listener=CLIENT,*
  - kafka.server:type=raft-metrics
  - kafka.server:type=broker-metadata-metrics
  - kafka.controller:type=KafkaController,name=*
  - kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce
rules:
  - pattern: kafka.server<type=KafkaServer, name=BrokerState><>Value
    name: kafka_server_broker_state
    type: GAUGE
  - pattern: kafka.server<type=ReplicaManager, name=UnderReplicatedPartitions><>Value
    name: kafka_server_under_replicated_partitions
    type: GAUGE
  - pattern: kafka.server<type=ReplicaManager, name=UnderMinIsrPartitionCount><>Value
    name: kafka_server_under_min_isr_partitions
    type: GAUGE
  - pattern: kafka.server<type=ReplicaManager, name=(LeaderCount|PartitionCount)><>Value
    name: kafka_server_$1
    type: GAUGE
  - pattern: kafka.server<type=ReplicaManager, name=(IsrShrinks|IsrExpands)PerSec><>Count
    name: kafka_server_$1_total
    type: COUNTER
  - pattern: kafka.server<type=ReplicaFetcherManager, name=MaxLag, clientId=Replica><>Value
    name: kafka_server_replica_max_lag
    type: GAUGE
  - pattern: kafka.server<type=BrokerTopicMetrics, name=(MessagesIn|BytesIn|BytesOut)PerSec><>Count
    name: kafka_server_$1_total
    type: COUNTER
  - pattern: kafka.server<type=KafkaRequestHandlerPool, name=RequestHandlerAvgIdlePercent><>OneMinuteRate
    name: kafka_server_request_handler_idle_ratio
    type: GAUGE
  - pattern: kafka.server<type=socket-server-metrics, listener=CLIENT, networkProcessor=(\\d+)><>failed-authentication-total
    name: kafka_server_failed_authentications_total
    type: COUNTER
    labels:
      processor: $1
  - pattern: "kafka.server<type=raft-metrics><>current-state: (.+)"
    name: kafka_raft_current_state
    value: 1
    type: GAUGE
    labels:
      state: $1
  - pattern: kafka.server<type=raft-metrics><>(current-leader|current-epoch|high-watermark|log-end-offset)
    name: kafka_raft_$1
    type: GAUGE
  - pattern: kafka.server<type=broker-metadata-metrics><>(metadata-load-error-count|metadata-apply-error-count)
    name: kafka_server_$1
    type: GAUGE
  - pattern: kafka.controller<type=KafkaController, name=(\\w+)><>Value
    name: kafka_controller_$1
    type: GAUGE
  - pattern: kafka.network<type=RequestMetrics, name=TotalTimeMs, request=Produce><>(50|99)thPercentile
    name: kafka_network_produce_total_time_ms
    type: GAUGE
    labels:
      quantile: "0.$1"
`;
