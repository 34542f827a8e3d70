import type { Size } from 'cdk8s';
import type { DataProps, Storage } from '../../data/stateful-set/stateful-set.props.js';
import type { Resources } from '../../workload/workload.props.js';

/**
 * Topics in code, clients by what they use, three controllers and three brokers.
 *
 * @example
 * new KafkaCluster(this, 'events', { topics: [{ name: 'orders', partitions: 6 }] });
 */
export interface KafkaClusterProps
  extends Pick<DataProps, 'nodeSelector' | 'tolerations' | 'priority' | 'accept' | 'serviceAccountAnnotations'> {
  readonly topics: readonly Topic[];
  /** Of members and of the task that sets the cluster up. @default 'docker.io/apache/kafka:4.1.0' */
  readonly image?: string;
  /** @default - 3 on 10 GiB each, with 512 MiB of memory */
  readonly brokers?: MemberProps;
  /** @default - 3 on 2 GiB each, with 320 MiB of memory */
  readonly controllers?: MemberProps;
  /**
   * Further properties of brokers: https://kafka.apache.org/41/configuration/broker-configs/. Controllers have those that
   * they read for the brokers, too, as `delete.topic.enable` and `num.partitions`. @default {}
   */
  readonly config?: Readonly<Record<string, string>>;
  /** Encryption and the server's identity, on every listener. @default 'off' */
  readonly tls?: 'on' | 'off';
  /** Raise it by one to give the members another password among themselves. @default 1 */
  readonly generation?: number;
  /** Raise it to give every client another password, and roll the clients. @default 1 */
  readonly clientGeneration?: number;
  /**
   * Where `/opt/…/jmx_prometheus_javaagent*.jar` is copied from: Kafka's own image has none.
   * @default 'quay.io/strimzi/kafka:0.48.0-kafka-4.1.0'
   */
  readonly agentImage?: string;
}

/** The name cannot be changed, and partitions only grow: keys then go elsewhere. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** https://kafka.apache.org/41/configuration/topic-configs/: `{ 'retention.ms': '86400000' }`. @default {} */
  readonly config?: Readonly<Record<string, string>>;
}

/** The pods of one role. */
export interface MemberProps {
  /** At least 3. Controllers: odd, and never changed. @default 3 */
  readonly replicas?: number;
  /** Memory is request and limit. @default - see `brokers` and `controllers` */
  readonly resources?: Pick<Resources, 'cpu' | 'memory' | 'ephemeralStorage'>;
  /** @default - see `brokers` and `controllers` */
  readonly storage?: Storage;
}

/** What a consumer says. */
export interface Consumption {
  /** Consumer group: members share the partitions, and each group gets every record. */
  readonly group: string;
}

/** With every default in place. */
export interface MemberSize {
  readonly replicas: number;
  readonly resources: NonNullable<MemberProps['resources']> & { readonly memory: Size };
  readonly storage: Storage;
}
