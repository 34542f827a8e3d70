import type { Component } from '../../core/component.js';
import { type ConsumedTopic, connectionOf, type Usable } from '../../core/connection.js';
import { Secret, type SecretReference } from '../../core/secrets.js';
import type { KedaTrigger, TriggerAuthentication } from './keda.objects.js';
import type {
  ConsumedLagTrigger,
  CronTrigger,
  KafkaLagTrigger,
  NamedLagTrigger,
  OneOrMany,
  PrometheusTrigger,
  RabbitmqQueueTrigger,
  RequestsTrigger,
  SqsQueueTrigger,
  Triggers,
} from './triggers.props.js';

/** A trigger before its secrets have a place: KEDA's parameter → reference, or variable of the workload's main container. */
export interface Trigger extends Omit<KedaTrigger, 'authenticationRef'> {
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly podIdentity?: TriggerAuthentication['spec']['podIdentity'];
}

export const many = <T>(value: OneOrMany<T> | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/**
 * Every trigger, in KEDA's words: https://keda.sh/docs/2.19/scalers/. Metadata are strings, whatever they mean. Thresholds are
 * per replica (`AverageValue`), which is the default and may not be said in a ScaledJob.
 */
export const triggersOf = (component: Component, triggers: Triggers, uses: readonly Usable[]): Trigger[] => [
  ...many(triggers.prometheus).map((trigger) => prometheus(component, trigger)),
  ...many(triggers.requestsPerSecond).map((trigger) => requests(component, trigger)),
  ...many(triggers.kafkaLag).map((trigger) => kafkaLag(component, trigger, uses)),
  ...many(triggers.rabbitmqQueue).map(rabbitmq),
  ...many(triggers.sqsQueue).map(sqs),
  ...many(triggers.cron).map(cron),
];

/** `ignoreNullValues: false`: a query without an answer is a source that is down, and not a reason to scale in. */
function prometheus(component: Component, { query, threshold, activation, serverAddress, authentication }: PrometheusTrigger): Trigger {
  const address = serverAddress ?? component.environment.prometheus;
  if (!address) {
    component.report(
      `scaling by a query needs the address of a Prometheus; add prometheus (a URL) to environment "${component.environment.name}", or give a prometheus trigger its serverAddress`,
    );
  }
  return {
    type: 'prometheus',
    metadata: {
      serverAddress: address ?? '',
      query,
      threshold: String(threshold),
      activationThreshold: String(activation ?? 0),
      ignoreNullValues: 'false',
      ...(authentication ? { authModes: 'bearerToken' in authentication ? 'bearer' : 'basic' } : {}),
    },
    secrets: authentication && { ...authentication },
  };
}

const DEFAULT_REQUESTS_METRIC = 'http_server_request_duration_seconds_count';

const requests = (component: Component, { perReplica, metric = DEFAULT_REQUESTS_METRIC }: RequestsTrigger): Trigger =>
  prometheus(component, {
    query: `sum(rate(${metric}{namespace="${component.environment.namespace}",pod=~"${component.name}-[a-z0-9]+-[a-z0-9]{5}"}[2m]))`,
    threshold: perReplica,
  });

function kafkaLag(component: Component, trigger: KafkaLagTrigger, uses: readonly Usable[]): Trigger {
  if (trigger.bootstrapServers !== undefined) {
    const { sasl, tls = 'disable' } = trigger;
    return {
      ...kafka(trigger, tls, sasl?.mechanism),
      secrets: sasl && { username: sasl.username, password: sasl.password },
    };
  }
  const topic = consumedTopic(component, trigger, uses);
  if (!topic) return { type: 'kafka', metadata: {} };
  const { sasl, authority } = topic;
  return {
    ...kafka({ ...topic, lag: trigger.lag }, authority ? 'enable' : 'disable', sasl.mechanism),
    variables: { username: sasl.username, password: sasl.password },
    secrets: authority && { ca: Secret.existing(authority) },
  };
}

/** Without a committed offset one replica runs, so that there will be one; a group that died keeps its lag. */
const kafka = (
  { lag, bootstrapServers, topic, group }: Pick<NamedLagTrigger, 'lag' | 'bootstrapServers' | 'topic' | 'group'>,
  tls: 'enable' | 'disable',
  mechanism: string | undefined,
): Trigger => ({
  type: 'kafka',
  metadata: {
    bootstrapServers,
    consumerGroup: group,
    topic,
    lagThreshold: String(lag),
    offsetResetPolicy: 'latest',
    allowIdleConsumers: 'false',
    scaleToZeroOnInvalidOffset: 'false',
    version: '3.6.0',
    tls,
    ...(mechanism ? { sasl: mechanism } : {}),
  },
});

/** The one that the trigger means, of those that the workload consumes. */
function consumedTopic(component: Component, { topic }: ConsumedLagTrigger, uses: readonly Usable[]): ConsumedTopic | undefined {
  const all = uses.flatMap((usable) => connectionOf(usable).consumes ?? []);
  const [found, another] = topic === undefined ? all : all.filter((consumed) => consumed.topic === topic);
  const topics = all.map((consumed) => consumed.topic).join(', ');
  if (!found) {
    component.report(
      `scaling.kafkaLag finds no topic${topic === undefined ? '' : ` "${topic}"`} that it consumes${topics ? ` (it consumes ${topics})` : ''}; ` +
        "add one to uses: events.consumes('orders', { group: 'shop' }), or give kafkaLag bootstrapServers, topic and group",
    );
  } else if (another) {
    component.report(`scaling.kafkaLag could mean any of ${topics}; name the topic, or give it bootstrapServers, topic and group`);
  }
  return found;
}

const rabbitmq = ({ queue, messages, host, vhost, login }: RabbitmqQueueTrigger): Trigger => ({
  type: 'rabbitmq',
  metadata: { protocol: 'http', host, vhostName: vhost ?? '/', queueName: queue, mode: 'QueueLength', value: String(messages) },
  secrets: { username: login.username, password: login.password },
});

const sqs = ({ queueUrl, region, messages, identity = 'keda' }: SqsQueueTrigger): Trigger => ({
  type: 'aws-sqs-queue',
  metadata: { queueURL: queueUrl, awsRegion: region, queueLength: String(messages), scaleOnInFlight: 'true' },
  ...(typeof identity === 'string'
    ? { podIdentity: { provider: 'aws', identityOwner: identity } }
    : { secrets: { awsAccessKeyID: identity.accessKeyId, awsSecretAccessKey: identity.secretAccessKey } }),
});

const cron = ({ start, end, replicas, timeZone }: CronTrigger): Trigger => ({
  type: 'cron',
  metadata: { timezone: timeZone ?? 'Etc/UTC', start, end, desiredReplicas: String(replicas) },
});
