/** The JVM remembers a name for 30 s and its absence for 10 s; a member that comes back has another address at once. */
export const JAVA_SECURITY = `networkaddress.cache.ttl=5
networkaddress.cache.negative.ttl=0
`;

/** Everything to the container's log; the image's own configuration writes files. */
export const LOG4J = `status=warn
appender.stdout.type=Console
appender.stdout.name=stdout
appender.stdout.layout.type=PatternLayout
appender.stdout.layout.pattern=%d{ISO8601} %p %m (%c)%n
rootLogger.level=info
rootLogger.appenderRef.stdout.ref=stdout
`;

/** Heap is a share of the memory limit; the rest is for the JVM itself and, with brokers, for buffers and the page cache. */
export const javaVariables = (heapPercent: number) => ({
  KAFKA_HEAP_OPTS: `-XX:InitialRAMPercentage=${heapPercent} -XX:MaxRAMPercentage=${heapPercent}`,
  // Without a collector's name: the JVM takes Serial for small heaps and G1 for others.
  KAFKA_JVM_PERFORMANCE_OPTS: '-XX:MaxGCPauseMillis=20 -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true',
  KAFKA_GC_LOG_OPTS: '-Xlog:gc=off',
  KAFKA_LOG4J_OPTS: '-Dlog4j2.configurationFile=/etc/kafka-server/log4j2.properties',
  KAFKA_OPTS:
    '-Djava.security.properties=/etc/kafka-server/java.security -javaagent:/opt/jmx-agent/agent.jar=9404:/etc/kafka-server/jmx.yaml',
  LOG_DIR: '/tmp',
});
