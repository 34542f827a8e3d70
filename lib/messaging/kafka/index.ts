export { KafkaCluster } from './kafka-cluster.js';
export type { Consumption, KafkaClusterProps, MemberProps, Topic } from './kafka-cluster.props.js';
