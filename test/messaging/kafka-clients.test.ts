import { describe, expect, it } from 'vitest';
import {
  type Chart,
  type ConfigMap,
  type Environment,
  KafkaCluster,
  type KafkaClusterProps,
  type KafkaLagTrigger,
  type ScaledJob,
  type ScaledObject,
  ScaledTask,
  type TriggerAuthentication,
  Worker,
} from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { defined, deploymentOf, first, mainOf, policyOf, variablesOf } from '../support/objects.js';

const topics = [
  { name: 'orders', partitions: 6 },
  { name: 'payments', partitions: 3 },
];
const eventsIn = (chart: Chart, props: Partial<KafkaClusterProps> = {}) => new KafkaCluster(chart, 'events', { topics, ...props });
const shop = (props: Partial<KafkaClusterProps> = {}, environment: Partial<Environment> = {}) =>
  synth((chart) => {
    const events = eventsIn(chart, props);
    new Worker(chart, 'api', { image: IMAGE, uses: [events.produces('orders'), events.produces('payments')] });
    new Worker(chart, 'fulfilment', { image: IMAGE, uses: [events.consumes('orders', { group: 'fulfilment' })] });
  }, environment);
const setUp = (apps: ReturnType<typeof shop>) => defined(apps.get<ConfigMap>('ConfigMap', 'events-set-up').data);

const BOOTSTRAP =
  'events-broker-0.events-broker-peers:9092,events-broker-1.events-broker-peers:9092,events-broker-2.events-broker-peers:9092';

describe('a client', () => {
  const apps = shop();

  it('gets addresses and credentials of its own', () => {
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({
      KAFKA_BOOTSTRAP_SERVERS: BOOTSTRAP,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'api',
      KAFKA_SASL_PASSWORD: 'Secret/events-users/api',
    });
    expect(apps.get('Secret', 'events-users').metadata.annotations).toEqual({
      'secret.evenkeel.dev/api': 'derived/events/api/1',
      'secret.evenkeel.dev/fulfilment': 'derived/events/fulfilment/1',
    });
  });

  it('that consumes is told its group', () => {
    expect(variablesOf(mainOf(apps, 'fulfilment'))).toMatchObject({ KAFKA_GROUP_ID: 'fulfilment', KAFKA_SASL_USERNAME: 'fulfilment' });
  });

  it('may do what it says, and nothing else', () => {
    expect(setUp(apps).users).toBe('api 4096\nfulfilment 4096\n');
    expect(setUp(apps).rights).toBe(
      'GROUP fulfilment READ User:fulfilment\nTOPIC orders READ User:fulfilment\nTOPIC orders WRITE User:api\nTOPIC payments WRITE User:api\n',
    );
  });

  it('reaches brokers, and no controller', () => {
    expect(policyOf(apps, 'api-to-events-broker')?.egress).toEqual([
      {
        to: [
          { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'events-broker', 'app.kubernetes.io/instance': 'events-broker' } } },
        ],
        ports: [{ protocol: 'TCP', port: 9092 }],
      },
    ]);
    expect(apps.stack.manifests.map(({ object }) => object.metadata.name)).not.toContain('events-controller-from-api');
  });

  it('trusts the authority of the brokers where they speak TLS', () => {
    const encrypted = shop({ tls: 'on' });
    expect(variablesOf(mainOf(encrypted, 'api'))).toMatchObject({
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SSL_CA_LOCATION: '/etc/events/ca.crt',
    });
    expect(deploymentOf(encrypted, 'api').spec.template.spec.volumes).toContainEqual({
      name: 'events-tls',
      secret: { secretName: 'events-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  it('rolls with its new password when the generation of clients is raised', () => {
    const before = deploymentOf(apps, 'api').spec.template.metadata.annotations;
    const rotated = shop({ clientGeneration: 2 });
    expect(deploymentOf(rotated, 'api').spec.template.metadata.annotations).not.toEqual(before);
    expect(setUp(rotated).users).toBe('api 4097\nfulfilment 4097\n');
    expect(rotated.get('Secret', 'events-users').metadata.annotations).toMatchObject({
      'secret.evenkeel.dev/api': 'derived/events/api/2',
    });
  });

  it('may both write and read, as one user', () => {
    const both = synth((chart) => {
      const events = eventsIn(chart);
      new Worker(chart, 'relay', { image: IMAGE, uses: [events.consumes('orders', { group: 'relay' }), events.produces('payments')] });
    });
    expect(setUp(both).rights).toBe('GROUP relay READ User:relay\nTOPIC orders READ User:relay\nTOPIC payments WRITE User:relay\n');
    expect(variablesOf(mainOf(both, 'relay'))).toMatchObject({ KAFKA_GROUP_ID: 'relay' });
  });

  it('is refused a topic that the cluster does not have', () => {
    expect(
      refusal((chart) => {
        new Worker(chart, 'api', { image: IMAGE, uses: [eventsIn(chart).produces('order')] });
      }),
    ).toEqual(['[test] kafka-cluster "events": has no topic "order" (it has orders, payments); add it to topics, with its partitions']);
  });
});

describe('a worker that scales by what waits', () => {
  const lag = (kafkaLag: KafkaLagTrigger, props: Partial<KafkaClusterProps> = {}, also: readonly string[] = []) =>
    synth((chart) => {
      const events = eventsIn(chart, props);
      new Worker(chart, 'fulfilment', {
        image: IMAGE,
        uses: ['orders', ...also].map((topic) => events.consumes(topic, { group: 'fulfilment' })),
        scaling: { min: 1, max: 6, kafkaLag },
      });
    });
  const trigger = (apps: ReturnType<typeof lag>) => first(apps.get<ScaledObject>('ScaledObject', 'fulfilment').spec.triggers);
  const authentication = (apps: ReturnType<typeof lag>) =>
    apps.get<TriggerAuthentication>('TriggerAuthentication', 'fulfilment-kafka').spec;
  const refused = (uses: readonly string[], kafkaLag: KafkaLagTrigger) =>
    refusal((chart) => {
      const events = eventsIn(chart);
      new Worker(chart, 'fulfilment', {
        image: IMAGE,
        uses: uses.map((topic) => events.consumes(topic, { group: 'fulfilment' })),
        scaling: { min: 1, max: 6, kafkaLag },
      });
    });

  it('asks for the topic and the group that it consumes, by names that KEDA knows', () => {
    expect(trigger(lag({ lag: 100 }))).toEqual({
      type: 'kafka',
      metadata: {
        bootstrapServers: BOOTSTRAP.replaceAll('-peers', '-peers.test'),
        consumerGroup: 'fulfilment',
        topic: 'orders',
        lagThreshold: '100',
        offsetResetPolicy: 'latest',
        allowIdleConsumers: 'false',
        scaleToZeroOnInvalidOffset: 'false',
        version: '3.6.0',
        tls: 'disable',
        sasl: 'scram_sha512',
      },
      authenticationRef: { name: 'fulfilment-kafka' },
    });
  });

  it('logs in as the worker itself does', () => {
    expect(authentication(lag({ lag: 100 }))).toEqual({
      env: [
        { parameter: 'username', name: 'KAFKA_SASL_USERNAME' },
        { parameter: 'password', name: 'KAFKA_SASL_PASSWORD' },
      ],
    });
  });

  it('trusts the authority of brokers that speak TLS', () => {
    const apps = lag({ lag: 100 }, { tls: 'on' });
    expect(trigger(apps).metadata.tls).toBe('enable');
    expect(authentication(apps).secretTargetRef).toEqual([{ parameter: 'ca', name: 'events-tls', key: 'ca.crt' }]);
  });

  it('says which topic, where it consumes several', () => {
    expect(trigger(lag({ lag: 100, topic: 'payments' }, {}, ['payments'])).metadata.topic).toBe('payments');
    expect(refused(['orders', 'payments'], { lag: 100 })).toEqual([
      '[test] worker "fulfilment": scaling.kafkaLag could mean any of orders, payments; name the topic, or give it bootstrapServers, topic and group',
    ]);
  });

  it('has to consume it', () => {
    expect(refused([], { lag: 100 })).toEqual([
      '[test] worker "fulfilment": scaling.kafkaLag finds no topic that it consumes; ' +
        "add one to uses: events.consumes('orders', { group: 'shop' }), or give kafkaLag bootstrapServers, topic and group",
    ]);
    expect(refused(['orders'], { lag: 100, topic: 'payments' })).toEqual([
      '[test] worker "fulfilment": scaling.kafkaLag finds no topic "payments" that it consumes (it consumes orders); ' +
        "add one to uses: events.consumes('orders', { group: 'shop' }), or give kafkaLag bootstrapServers, topic and group",
    ]);
  });

  it('logs in with the variables that it has, whatever their prefix', () => {
    const apps = synth((chart) => {
      const events = eventsIn(chart);
      new Worker(chart, 'fulfilment', {
        image: IMAGE,
        uses: [events.consumes('orders', { group: 'fulfilment' }).as('ORDERS')],
        scaling: { min: 1, max: 6, kafkaLag: { lag: 100 } },
      });
    });
    expect(first(authentication(apps).env)).toEqual({ parameter: 'username', name: 'ORDERS_KAFKA_SASL_USERNAME' });
  });

  it('may be a task that runs to an end', () => {
    const apps = synth((chart) => {
      const events = eventsIn(chart);
      new ScaledTask(chart, 'fulfilment', {
        image: IMAGE,
        uses: [events.consumes('orders', { group: 'fulfilment' })],
        scaling: { max: 6, kafkaLag: { lag: 1 } },
      });
    });
    expect(first(apps.get<ScaledJob>('ScaledJob', 'fulfilment').spec.triggers).metadata).toMatchObject({ topic: 'orders' });
  });

  it('is reached from where the environment says that scalers are', () => {
    const apps = shop({}, { network: { scalers: { namespace: 'keda' } } });
    expect(policyOf(apps, 'events-broker-from-network.scalers')?.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } }, podSelector: undefined }],
        ports: [{ protocol: 'TCP', port: 9092 }],
      },
    ]);
  });
});
