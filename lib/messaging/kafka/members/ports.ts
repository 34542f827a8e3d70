/** The ports of a member; 9404 is the one that the JMX exporter has in Prometheus' list of ports. */
export const REPLICATION_PORT = 9091;
export const CLIENT_PORT = 9092;
export const CONTROLLER_PORT = 9093;
export const METRICS_PORT = 9404;
