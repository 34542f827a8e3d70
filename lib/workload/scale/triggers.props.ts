import type { SecretReference } from '../../core/secrets.js';

/** One, or several of a kind. */
export type OneOrMany<T> = T | readonly T[];

/** What KEDA scales on. Thresholds are per replica: the total divided by the threshold is the count. */
export interface Triggers {
  readonly prometheus?: OneOrMany<PrometheusTrigger>;
  readonly requestsPerSecond?: RequestsTrigger;
  readonly kafkaLag?: OneOrMany<KafkaLagTrigger>;
  readonly rabbitmqQueue?: OneOrMany<RabbitmqQueueTrigger>;
  readonly sqsQueue?: OneOrMany<SqsQueueTrigger>;
  readonly cron?: OneOrMany<CronTrigger>;
}

/** https://keda.sh/docs/2.19/scalers/prometheus/ */
export interface PrometheusTrigger {
  /** PromQL that gives one value: a sum, not a rate per pod. No value is an error, not a zero. */
  readonly query: string;
  /** Per replica. */
  readonly threshold: number;
  /** Above it, none becomes one. @default 0 */
  readonly activation?: number;
  /** @default - `prometheus` of the environment */
  readonly serverAddress?: string;
  /** @default - none */
  readonly authentication?: { readonly bearerToken: SecretReference } | Login;
}

export interface Login {
  readonly username: SecretReference;
  readonly password: SecretReference;
}

/** Requests that reach the pods, as Prometheus counts them. */
export interface RequestsTrigger {
  readonly perReplica: number;
  /**
   * Counter of requests with the labels namespace and pod. @default 'http_server_request_duration_seconds_count'
   * (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/)
   */
  readonly metric?: string;
}

/**
 * https://keda.sh/docs/2.19/scalers/apache-kafka/; never more replicas than partitions: the others would be idle. Of a topic
 * that the workload consumes (`uses: [events.consumes(…)]`), or of any.
 */
export type KafkaLagTrigger = ConsumedLagTrigger | NamedLagTrigger;

/** Brokers, group and login are those of the connection. */
export interface ConsumedLagTrigger {
  /** Messages that wait, per replica. */
  readonly lag: number;
  /** Which one, where `uses` has several. @default - the one that it consumes */
  readonly topic?: string;
  readonly bootstrapServers?: never;
}

export interface NamedLagTrigger {
  /** Messages that wait, per replica. */
  readonly lag: number;
  /** `host:port`, separated by commas, as KEDA reaches them from its own namespace: `kafka.acme-prod:9092`. */
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly group: string;
  /** @default - no authentication */
  readonly sasl?: Login & { readonly mechanism: 'plaintext' | 'scram_sha256' | 'scram_sha512' };
  /** @default 'disable' */
  readonly tls?: 'enable' | 'disable';
}

/** https://keda.sh/docs/2.19/scalers/rabbitmq-queue/; by the management API, which counts what is unacknowledged too. */
export interface RabbitmqQueueTrigger {
  readonly queue: string;
  /** Messages that wait or are unacknowledged, per replica. */
  readonly messages: number;
  /** Management API, as KEDA reaches it from its own namespace: `http://rabbitmq.acme-prod:15672`. */
  readonly host: string;
  /** @default '/' */
  readonly vhost?: string;
  readonly login: Login;
}

/** https://keda.sh/docs/2.19/scalers/aws-sqs/ */
export interface SqsQueueTrigger {
  readonly queueUrl: string;
  readonly region: string;
  /** Messages that wait or are in flight, per replica. */
  readonly messages: number;
  /**
   * Who asks: KEDA's own identity, the workload's (the role of its service account: `serviceAccountAnnotations` with
   * `eks.amazonaws.com/role-arn`), or an access key. @default 'keda'
   */
  readonly identity?: 'keda' | 'workload' | { readonly accessKeyId: SecretReference; readonly secretAccessKey: SecretReference };
}

/** https://keda.sh/docs/2.19/scalers/cron/; at least so many between two times. */
export interface CronTrigger {
  /** Five fields, as cron has them: `'0 8 * * 1-5'`. */
  readonly start: string;
  readonly end: string;
  readonly replicas: number;
  /** Name of an IANA time zone. @default 'Etc/UTC' */
  readonly timeZone?: string;
}
