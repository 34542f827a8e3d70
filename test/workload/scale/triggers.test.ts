import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  type AutoScale,
  type Environment,
  type KedaTrigger,
  type ScaledJob,
  type ScaledObject,
  ScaledTask,
  type Scaling,
  Secret,
  type TriggerAuthentication,
  type Triggers,
  WebService,
} from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { deploymentOf, first, objectsOf } from '../../support/objects.js';

const prometheus = 'http://prometheus.monitoring:9090';
const apps = (scaling: Scaling, environment: Partial<Environment> = { prometheus }) =>
  synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling }), environment);
const scaler = (scaling: AutoScale) => apps(scaling).get<ScaledObject>('ScaledObject', 'api').spec;
const triggers = (given: Triggers): readonly KedaTrigger[] => scaler({ min: 1, max: 9, ...given }).triggers;
const refused = (scaling: Scaling, environment: Partial<Environment> = { prometheus }) =>
  refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling }), environment);
const cart = { query: 'sum(carts)', threshold: 10 };

describe('a trigger', () => {
  it('has KEDA scale, in place of an autoscaler of our own, and nothing left to its defaults', () => {
    expect(objectsOf(apps({ min: 2, max: 9, prometheus: cart }), 'api')).not.toContain('HorizontalPodAutoscaler/api');
    expect(scaler({ min: 2, max: 9, prometheus: cart })).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      minReplicaCount: 2,
      maxReplicaCount: 9,
      pollingInterval: 15,
      cooldownPeriod: 300,
      fallback: { failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' },
      advanced: {
        horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } },
      },
    });
  });

  it('leaves the count of the Deployment to KEDA, and starts at the least', () => {
    const { metadata, spec } = deploymentOf(apps({ min: 0, max: 9, prometheus: cart }), 'api');
    expect(spec.replicas).toBeUndefined();
    expect(metadata.annotations).toEqual({ 'evenkeel.dev/initial-replicas': '0' });
  });

  it('of Prometheus takes no answer for a source that is down, and asks the environment’s own', () => {
    expect(triggers({ prometheus: cart })).toEqual([
      {
        type: 'prometheus',
        metadata: { serverAddress: prometheus, query: 'sum(carts)', threshold: '10', activationThreshold: '0', ignoreNullValues: 'false' },
      },
    ]);
  });

  it('of requests per second counts those of its own pods', () => {
    expect(first(triggers({ requestsPerSecond: { perReplica: 50 } })).metadata).toMatchObject({
      query: 'sum(rate(http_server_request_duration_seconds_count{namespace="test",pod=~"api-[a-z0-9]+-[a-z0-9]{5}"}[2m]))',
      threshold: '50',
    });
  });

  it('of a Kafka topic keeps one replica until offsets are committed', () => {
    expect(
      first(triggers({ kafkaLag: { lag: 100, bootstrapServers: 'kafka.data:9092', topic: 'orders', group: 'api' } })).metadata,
    ).toEqual({
      bootstrapServers: 'kafka.data:9092',
      consumerGroup: 'api',
      topic: 'orders',
      lagThreshold: '100',
      offsetResetPolicy: 'latest',
      allowIdleConsumers: 'false',
      scaleToZeroOnInvalidOffset: 'false',
      version: '3.6.0',
      tls: 'disable',
    });
  });

  it('of a RabbitMQ queue logs in by a TriggerAuthentication, whose Secret the stack fills', () => {
    const rabbitmqQueue = {
      queue: 'mails',
      messages: 20,
      host: 'http://rabbitmq.data:15672',
      login: { username: Secret.fromConfig('rabbit-user'), password: Secret.derived('rabbit') },
    };
    const made = apps({ min: 1, max: 9, rabbitmqQueue });
    expect(first(made.get<ScaledObject>('ScaledObject', 'api').spec.triggers)).toEqual({
      type: 'rabbitmq',
      metadata: {
        protocol: 'http',
        host: 'http://rabbitmq.data:15672',
        vhostName: '/',
        queueName: 'mails',
        mode: 'QueueLength',
        value: '20',
      },
      authenticationRef: { name: 'api-rabbitmq' },
    });
    expect(made.get<TriggerAuthentication>('TriggerAuthentication', 'api-rabbitmq').spec.secretTargetRef).toEqual([
      { parameter: 'username', name: 'api-rabbitmq', key: 'username' },
      { parameter: 'password', name: 'api-rabbitmq', key: 'password' },
    ]);
    expect(made.get('Secret', 'api-rabbitmq').metadata.annotations).toEqual({
      'secret.evenkeel.dev/username': 'config/rabbit-user',
      'secret.evenkeel.dev/password': 'derived/api/rabbit/1',
    });
  });

  it('of an SQS queue asks as KEDA, as the workload, or with a key', () => {
    const queue = { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/videos', region: 'eu-west-1', messages: 5 };
    const authentication = (sqsQueue: Triggers['sqsQueue']) =>
      apps({ min: 1, max: 9, sqsQueue }).get<TriggerAuthentication>('TriggerAuthentication', 'api-aws-sqs-queue').spec;
    expect(authentication(queue)).toEqual({ podIdentity: { provider: 'aws', identityOwner: 'keda' } });
    expect(authentication({ ...queue, identity: 'workload' })).toEqual({ podIdentity: { provider: 'aws', identityOwner: 'workload' } });
    const existing = (key: string) => Secret.existing({ secret: 'aws', key });
    expect(authentication({ ...queue, identity: { accessKeyId: existing('id'), secretAccessKey: existing('secret') } })).toEqual({
      secretTargetRef: [
        { parameter: 'awsAccessKeyID', name: 'aws', key: 'id' },
        { parameter: 'awsSecretAccessKey', name: 'aws', key: 'secret' },
      ],
    });
  });

  it('of a schedule has no source that could be down, so no fallback', () => {
    const spec = scaler({ min: 0, max: 9, cron: { start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 4 } });
    expect(spec.fallback).toBeUndefined();
    expect(spec.triggers).toEqual([
      {
        type: 'cron',
        metadata: { timezone: 'Etc/UTC', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '4' },
      },
    ]);
  });

  it('stands beside others, and beside CPU', () => {
    const types = triggers({
      prometheus: [cart, { ...cart, authentication: { bearerToken: Secret.existing({ secret: 'metrics', key: 'token' }) } }],
      cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 3 },
    }).map(({ type }) => type);
    expect(types).toEqual(['prometheus', 'prometheus', 'cron']);
    expect(first(scaler({ min: 1, max: 9, cpu: 60, prometheus: cart }).triggers)).toEqual({
      type: 'cpu',
      metricType: 'Utilization',
      metadata: { value: '60' },
    });
  });

  it('alerts by the name of KEDA’s own autoscaler, and when KEDA cannot ask', () => {
    const service = apps({ min: 1, max: 9, prometheus: cart }).stack.components.find(({ name }) => name === 'api');
    const alerts = new Map(service?.alerts.map(({ name, expr }) => [name, expr]));
    expect(alerts.get('ScalerAtMaximum')).toContain('horizontalpodautoscaler="keda-hpa-api"');
    expect(alerts.get('ScalerTriggerFailing')).toContain('exported_namespace="test",scaledObject="api",type="scaledobject"');
  });
});

describe('a trigger is refused', () => {
  it.each<[Scaling, ...string[]]>([
    [
      { min: 0, max: 3, cpu: 70 },
      'scaling.min 0 needs a trigger that can wake it, since without pods there is no CPU, no memory and no request to measure; use at least 1, or add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron',
    ],
    [
      { min: 0, max: 3, requestsPerSecond: { perReplica: 50 } },
      'scaling.min 0 needs a trigger that can wake it, since without pods there is no CPU, no memory and no request to measure; use at least 1, or add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron',
    ],
    [{ min: 1, max: 3, prometheus: { ...cart, threshold: 0 } }, 'scaling.prometheus.threshold is a number above 0 (got 0)'],
    [
      { min: 1, max: 3, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 4 } },
      'scaling.cron.replicas is a whole number from 1 to max 3 (got 4)',
    ],
    [
      { min: 1, max: 3, cron: { start: '8 am', end: '0 9 * * *', replicas: 2, timeZone: 'Berlin' } },
      'scaling.cron.start has five fields: minute, hour, day, month, weekday (got "8 am"); write it like "0 8 * * 1-5"',
      'scaling.cron.timeZone is a name of the IANA database (got Berlin); write it like Europe/Berlin',
    ],
    [
      { min: 1, max: 3, kafkaLag: { lag: 10, bootstrapServers: 'kafka:9092', topic: 'a', group: 'b' } },
      'scaling asks "kafka", a name that KEDA, in a namespace of its own, does not know; write kafka.<namespace>',
    ],
    [
      { min: 1, max: 3, cpu: 70, scaleDownAfter: Duration.hours(2) },
      'scaling.scaleDownAfter is at most an hour, as Kubernetes has it (got 7200 s); lower it, or raise min',
    ],
    [{ min: -1, max: 3, prometheus: cart }, 'scaling.min is a whole number of at least 0 (got -1)'],
    [{ min: 1, max: 3, prometheus: cart, fallback: 4 }, 'scaling.fallback is a whole number from 1 to max 3 (got 4)'],
    [{ min: 1, max: 3, cpu: 70, fallback: 2 }, 'scaling.fallback is for triggers whose source can be down, and there is none; remove it'],
    [
      { min: 1, max: 3, prometheus: cart, metrics: [{ pods: 'carts', average: 10 }] },
      'scaling.metrics are for a HorizontalPodAutoscaler and prometheus for KEDA, and two scalers on one workload undo each other; use a prometheus trigger in place of metrics',
    ],
  ])('as %j', (scaling, ...sentences) => {
    expect(refused(scaling)).toEqual(sentences.map((sentence) => `[test] web-service "api": ${sentence}`));
  });

  it('where nobody says which Prometheus', () => {
    expect(refused({ min: 1, max: 3, prometheus: cart }, {})).toEqual([
      '[test] web-service "api": scaling by a query needs the address of a Prometheus; add prometheus (a URL) to environment "test", or give a prometheus trigger its serverAddress',
    ]);
  });
});

describe('metrics of an adapter', () => {
  const rule = {
    seriesQuery: 'carts{namespace!="",pod!=""}',
    resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
    name: { as: 'carts' },
    metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
  };
  const scaling: AutoScale = {
    min: 1,
    max: 3,
    metrics: [
      { pods: 'carts', average: 10, rule },
      { external: 'queue_messages', labels: { queue: 'mails' }, average: 30 },
    ],
  };

  it('are asked by the HorizontalPodAutoscaler', () => {
    expect(apps(scaling).get('HorizontalPodAutoscaler', 'api')).toMatchObject({
      spec: {
        metrics: [
          { type: 'Pods', pods: { metric: { name: 'carts' }, target: { type: 'AverageValue', averageValue: '10' } } },
          {
            type: 'External',
            external: {
              metric: { name: 'queue_messages', selector: { matchLabels: { queue: 'mails' } } },
              target: { type: 'AverageValue', averageValue: '30' },
            },
          },
        ],
      },
    });
  });

  it('come with the adapter’s rules as data', () => {
    const service = apps(scaling).stack.components.find((component) => component instanceof WebService);
    expect(service instanceof WebService && service.adapterRules).toEqual([rule]);
  });
});

describe('a scaled task', () => {
  const task = (scaling: Triggers & { min?: number; max: number }) => (chart: ConstructorParameters<typeof ScaledTask>[0]) =>
    new ScaledTask(chart, 'transcode', { image: IMAGE, scaling, deadline: Duration.minutes(10) });

  it('is a ScaledJob whose running Jobs a new version leaves alone', () => {
    expect(synth(task({ max: 5, prometheus: cart }), { prometheus }).get<ScaledJob>('ScaledJob', 'transcode').spec).toMatchObject({
      minReplicaCount: 0,
      maxReplicaCount: 5,
      rollout: { strategy: 'gradual' },
      jobTargetRef: { activeDeadlineSeconds: 600, backoffLimit: 3, template: { spec: { restartPolicy: 'Never' } } },
      triggers: [{ type: 'prometheus' }],
    });
  });

  it('is refused without a trigger, and with more Jobs at rest than at most', () => {
    expect(refusal(task({ max: 5 }))).toEqual([
      '[test] scaled-task "transcode": scaling has no trigger, so no Job would ever start; add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron',
    ]);
    expect(refusal(task({ min: 3, max: 2, prometheus: cart }), { prometheus })).toEqual([
      '[test] scaled-task "transcode": scaling.min 3 is above max 2; raise max or lower min',
    ]);
  });
});
