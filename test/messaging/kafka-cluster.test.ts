import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { type ConfigMap, type Environment, KafkaCluster, type KafkaClusterProps, type Service, type StatefulSet } from '../../lib/index.js';
import { synth } from '../support/apps.js';
import { defined, first, jobOf, objectsOf, policyOf } from '../support/objects.js';

const topics = [{ name: 'orders', partitions: 6 }];
const cluster = (props: Partial<KafkaClusterProps> = {}, environment: Partial<Environment> = {}) =>
  synth((chart) => new KafkaCluster(chart, 'events', { topics, ...props }), { tier: 'production', ...environment });
const setOf = (apps: ReturnType<typeof cluster>, name: string) => apps.get<StatefulSet>('StatefulSet', name).spec;
const filesOf = (apps: ReturnType<typeof cluster>, name: string) => defined(apps.get<ConfigMap>('ConfigMap', name).data);
const propertiesOf = (apps: ReturnType<typeof cluster>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    defined(filesOf(apps, name)['server.properties'])
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

describe('a cluster', () => {
  const apps = cluster();
  const broker = propertiesOf(apps, 'events-broker');
  const controller = propertiesOf(apps, 'events-controller');

  it('is three controllers and three brokers apart, each with a volume, an address and a budget', () => {
    expect(objectsOf(apps, 'events-broker')).toEqual([
      'ConfigMap/events-broker',
      'NetworkPolicy/events-broker-from-events-broker',
      'NetworkPolicy/events-broker-from-events-clean-up',
      'NetworkPolicy/events-broker-from-events-set-up',
      'NetworkPolicy/events-broker-from-network.metrics',
      'NetworkPolicy/events-broker-to-events-broker',
      'NetworkPolicy/events-broker-to-events-controller',
      'PodDisruptionBudget/events-broker',
      'Service/events-broker-peers',
      'ServiceAccount/events-broker',
      'StatefulSet/events-broker',
    ]);
    expect(objectsOf(apps, 'events-controller')).toEqual([
      'ConfigMap/events-controller',
      'NetworkPolicy/events-controller-from-events-broker',
      'NetworkPolicy/events-controller-from-events-controller',
      'NetworkPolicy/events-controller-from-network.metrics',
      'NetworkPolicy/events-controller-to-events-controller',
      'PodDisruptionBudget/events-controller',
      'Service/events-controller-peers',
      'ServiceAccount/events-controller',
      'StatefulSet/events-controller',
    ]);
    expect([setOf(apps, 'events-broker').replicas, setOf(apps, 'events-controller').replicas]).toEqual([3, 3]);
  });

  it('acknowledges what two of three replicas have, and lets nobody lead who lacks some', () => {
    for (const properties of [broker, controller]) {
      expect(properties).toMatchObject({
        'default.replication.factor': '3',
        'min.insync.replicas': '2',
        'offsets.topic.replication.factor': '3',
        'transaction.state.log.replication.factor': '3',
        'transaction.state.log.min.isr': '2',
        'unclean.leader.election.enable': 'false',
        'auto.create.topics.enable': 'false',
      });
    }
  });

  it('votes by names that stay, and never shares an id between roles', () => {
    const voters =
      '0@events-controller-0.events-controller-peers:9093,1@events-controller-1.events-controller-peers:9093,2@events-controller-2.events-controller-peers:9093';
    expect(broker['controller.quorum.voters']).toBe(voters);
    expect(controller['controller.quorum.voters']).toBe(voters);
    expect([controller['node.id'], broker['node.id']]).toEqual([`\${dir:/etc/kafka-pod:index}`, `10\${dir:/etc/kafka-pod:index}`]);
  });

  it('finds its members, ready or not, by name', () => {
    for (const set of ['events-broker', 'events-controller']) {
      expect(apps.get<Service>('Service', `${set}-peers`).spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    }
  });

  it('calls itself for clients as every namespace knows it', () => {
    expect(broker['advertised.listeners']).toBe(
      `REPLICATION://\${dir:/etc/kafka-pod:name}.events-broker-peers:9091,CLIENT://\${dir:/etc/kafka-pod:name}.events-broker-peers.test:9092`,
    );
  });

  it('tells Kafka the zone that Kubernetes tells the pod', () => {
    expect(broker['broker.rack']).toBe(`\${dir:/etc/kafka-pod:zone}`);
    const volume = setOf(apps, 'events-broker').template.spec.volumes?.find(({ name }) => name === 'pod');
    expect(volume?.downwardAPI?.items).toContainEqual({
      path: 'zone',
      fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" },
    });
  });

  it('has no password in its configuration', () => {
    const jaas = broker['listener.name.replication.plain.sasl.jaas.config'];
    expect(jaas).toBe(
      `org.apache.kafka.common.security.plain.PlainLoginModule required username="member_1" password="\${dir:/etc/kafka-credentials:member_1}" ` +
        `user_member_1="\${dir:/etc/kafka-credentials:member_1}" user_member_2="\${dir:/etc/kafka-credentials:member_2}";`,
    );
    expect(apps.get('Secret', 'events-credentials').metadata.annotations).toEqual({
      'secret.evenkeel.dev/member-1': 'derived/events/member/1',
      'secret.evenkeel.dev/member-2': 'derived/events/member/2',
    });
  });

  it('starts no member without its passwords, for whose names Kafka would take the references', () => {
    for (const set of ['events-broker', 'events-controller']) {
      const volume = setOf(apps, set).template.spec.volumes?.find(({ name }) => name === 'credentials');
      expect(volume?.secret).toEqual({
        secretName: 'events-credentials',
        items: [
          { key: 'member-1', path: 'member_1' },
          { key: 'member-2', path: 'member_2' },
        ],
      });
    }
  });

  it('is found by who waits for it under its own name', () => {
    expect(apps.get<Service>('Service', 'events').spec).toMatchObject({
      selector: { 'app.kubernetes.io/name': 'events-broker', 'app.kubernetes.io/instance': 'events-broker' },
      ports: [{ name: 'client', port: 9092, targetPort: 'client', protocol: 'TCP' }],
    });
  });

  it('is marked as founded after its members are ready, and not before', () => {
    const stages = new Map(apps.stack.manifests.map(({ object, stage }) => [`${object.kind}/${object.metadata.name}`, stage]));
    expect(stages.get('ConfigMap/events-founded')).toBe('tasks');
    expect(stages.get('StatefulSet/events-controller')).toBe('data');
    const volume = setOf(apps, 'events-controller').template.spec.volumes?.find(({ name }) => name === 'founded');
    expect(volume?.configMap).toEqual({ name: 'events-founded', optional: true });
  });

  it('gives members of one role time to hand over, by themselves', () => {
    expect(setOf(apps, 'events-broker').template.spec.terminationGracePeriodSeconds).toBe(195);
    expect(setOf(apps, 'events-controller').template.spec.terminationGracePeriodSeconds).toBe(60);
    const { lifecycle } = first(setOf(apps, 'events-broker').template.spec.containers);
    const hosts = [0, 1, 2].map((n) => `events-broker-${n}.events-broker-peers`);
    expect(lifecycle?.preStop?.exec?.command).toEqual(['bash', '/etc/kafka-server/leave.sh', '60', ...hosts]);
  });

  it('uses half of its memory at most for the heap, and is never given less than it asks for', () => {
    const container = first(setOf(apps, 'events-broker').template.spec.containers);
    expect(container.resources?.limits?.memory).toBe(container.resources?.requests?.memory);
    expect(container.env).toContainEqual({ name: 'KAFKA_HEAP_OPTS', value: '-XX:InitialRAMPercentage=45 -XX:MaxRAMPercentage=45' });
  });

  it('opens each port to those who need it', () => {
    const ports = (policy: string) => policyOf(apps, policy)?.ingress?.flatMap(({ ports = [] }) => ports.map(({ port }) => port));
    expect(ports('events-broker-from-events-broker')).toEqual([9091, 9404]);
    expect(ports('events-broker-from-events-set-up')).toEqual([9091]);
    expect(ports('events-controller-from-events-controller')).toEqual([9093, 9404]);
    expect(ports('events-controller-from-events-broker')).toEqual([9093]);
  });

  it('gives rights before the workloads roll, and takes them away after', () => {
    const stages = new Map(apps.stack.manifests.map(({ object, stage }) => [`${object.kind}/${object.metadata.name}`, stage]));
    expect([stages.get('Job/events-set-up'), stages.get('Job/events-clean-up')]).toEqual(['tasks', 'routes']);
    expect(Object.keys(filesOf(apps, 'events-clean-up')).sort()).toEqual(['clean-up.sh', 'client.properties', 'rights', 'users']);
  });

  it('declares its topics to a task', () => {
    const files = filesOf(apps, 'events-set-up');
    expect(files.topics).toBe('orders 6 3 min.insync.replicas=2\n');
    expect([files.users, files.rights]).toEqual(['', '']);
    expect(jobOf(apps, 'events-set-up').spec.podFailurePolicy?.rules[0]).toMatchObject({
      action: 'FailJob',
      onExitCodes: { containerName: 'events-set-up', operator: 'In', values: [64] },
    });
  });
});

describe('further properties', () => {
  const apps = cluster({ config: { 'num.io.threads': '16', 'delete.topic.enable': 'false', 'broker.session.timeout.ms': '9000' } });

  it('are those of brokers, and where controllers read them, of these', () => {
    expect(propertiesOf(apps, 'events-broker')).toMatchObject({ 'num.io.threads': '16', 'delete.topic.enable': 'false' });
    const controller = propertiesOf(apps, 'events-controller');
    expect(controller).toMatchObject({ 'delete.topic.enable': 'false', 'broker.session.timeout.ms': '9000' });
    expect(controller['num.io.threads']).toBeUndefined();
  });

  it('restart no controller that reads none of them', () => {
    const controllers = (apps: ReturnType<typeof cluster>) => setOf(apps, 'events-controller').template;
    expect(controllers(cluster({ config: { 'num.io.threads': '16' } }))).toEqual(controllers(cluster()));
    expect(controllers(apps)).not.toEqual(controllers(cluster()));
  });
});

describe('what must never change', () => {
  const apps = cluster();

  it('is the id of the cluster, which volumes carry', () => {
    expect(filesOf(apps, 'events-founded')).toEqual({ 'cluster-id': 'ekvq16EsQUGZz9QdZpQuGA' });
  });

  it('is what Kubernetes refuses to change', () => {
    for (const set of ['events-broker', 'events-controller']) {
      const { selector, serviceName, podManagementPolicy, volumeClaimTemplates } = setOf(apps, set);
      expect({ selector, serviceName, podManagementPolicy, claim: first(volumeClaimTemplates).metadata }).toEqual({
        selector: { matchLabels: { 'app.kubernetes.io/name': set, 'app.kubernetes.io/instance': set } },
        serviceName: `${set}-peers`,
        podManagementPolicy: 'Parallel',
        claim: { name: 'data', labels: { 'app.kubernetes.io/name': set, 'app.kubernetes.io/instance': set } },
      });
    }
  });
});

describe('a cluster with every prop', () => {
  const apps = cluster(
    {
      image: 'registry.example.com/kafka:4.1.1',
      agentImage: 'registry.example.com/agent:1.6.0',
      topics: [{ name: 'audit', partitions: 12, config: { 'retention.ms': '86400000', 'cleanup.policy': 'compact,delete' } }],
      brokers: { replicas: 6, resources: { memory: Size.gibibytes(4) }, storage: { size: Size.gibibytes(100), class: 'fast' } },
      controllers: { replicas: 5, resources: { memory: Size.gibibytes(1) }, storage: { size: Size.gibibytes(5) } },
      config: { 'num.io.threads': '16' },
      tls: 'on',
      generation: 3,
      clientGeneration: 2,
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      priority: 'evenkeel-service',
      serviceAccountAnnotations: { 'example.com/role': 'kafka' },
    },
    { nodes: { perZone: 2, cpu: Cpu.units(8), memory: Size.gibibytes(32) } },
  );

  it('has them all', () => {
    const brokers = setOf(apps, 'events-broker');
    const { nodeSelector, tolerations, priorityClassName, containers, initContainers } = brokers.template.spec;
    expect([brokers.replicas, setOf(apps, 'events-controller').replicas]).toEqual([6, 5]);
    expect({ nodeSelector, tolerations, priorityClassName }).toEqual({
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      priorityClassName: 'evenkeel-service',
    });
    expect(first(containers).image).toBe('registry.example.com/kafka:4.1.1');
    expect(initContainers?.map(({ name, image }) => [name, image])).toEqual([
      ['hosts', 'registry.example.com/kafka:4.1.1'],
      ['jmx-agent', 'registry.example.com/agent:1.6.0'],
      ['format', 'registry.example.com/kafka:4.1.1'],
    ]);
    expect(first(brokers.volumeClaimTemplates).spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '102400Mi' } },
    });
    expect(propertiesOf(apps, 'events-broker')).toMatchObject({
      'num.io.threads': '16',
      'log.cleaner.dedupe.buffer.size': String(128 * 2 ** 20),
    });
    expect(filesOf(apps, 'events-set-up').topics).toBe(
      'audit 12 3 cleanup.policy=compact,delete min.insync.replicas=2 retention.ms=86400000\n',
    );
    expect(apps.get('ServiceAccount', 'events-broker').metadata.annotations).toEqual({ 'example.com/role': 'kafka' });
  });

  it('lets in members of the generation before and the next one, so that a rotation stops nobody', () => {
    const { 'super.users': users } = propertiesOf(apps, 'events-controller');
    expect(users).toBe('User:member_2;User:member_3;User:member_4');
    expect(Object.keys(apps.get('Secret', 'events-credentials').metadata.annotations ?? {})).toEqual([
      'secret.evenkeel.dev/member-2',
      'secret.evenkeel.dev/member-3',
      'secret.evenkeel.dev/member-4',
    ]);
  });

  it('speaks TLS on every listener, under every name that members have', () => {
    expect(propertiesOf(apps, 'events-broker')).toMatchObject({
      'listener.security.protocol.map': 'CONTROLLER:SASL_SSL,REPLICATION:SASL_SSL,CLIENT:SASL_SSL',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': `\${dir:/etc/kafka-tls:tls.key}`,
      'ssl.truststore.certificates': `\${dir:/etc/kafka-tls:ca.crt}`,
    });
    const hosts = apps.get('Secret', 'events-tls').metadata.annotations?.['certificate.evenkeel.dev/hosts']?.split(' ');
    expect(hosts).toContain('events-broker-5.events-broker-peers');
    expect(hosts).toContain('events-controller-4.events-controller-peers');
    expect(hosts).toContain('*.events-broker-peers.test');
    expect(filesOf(apps, 'events-set-up')['client.properties']).toContain('security.protocol=SASL_SSL\n');
  });
});

describe('what a cluster says of itself', () => {
  const names = (apps: ReturnType<typeof cluster>) =>
    apps.stack.components.flatMap(({ alerts }) => alerts.map(({ name }) => name)).filter((name) => name.startsWith('Kafka'));

  it('wakes somebody when partitions lack a replica, a leader or a controller', () => {
    expect(names(cluster()).sort()).toEqual([
      'KafkaBrokersFenced',
      'KafkaLoginsRefused',
      'KafkaMetadataErrors',
      'KafkaNoActiveController',
      'KafkaOfflinePartitions',
      'KafkaRequestHandlersBusy',
      'KafkaUnderMinIsrPartitions',
      'KafkaUnderReplicatedPartitions',
    ]);
  });

  it('tells of a full or failing disk by what outlives the broker, which ends with it', () => {
    const broker = cluster().stack.components.find(({ name }) => name === 'events-broker');
    const data = ['DataMembersMissing', 'DataVolumeAlmostFull', 'WorkloadCrashLooping'];
    expect(broker?.alerts.map(({ name }) => name)).toEqual(expect.arrayContaining(data));
    expect(broker?.alerts.filter(({ expr }) => expr.includes('offline_directories'))).toEqual([]);
  });

  it('claims a zone and a node in production, and nothing elsewhere', () => {
    const claims = (tier: Environment['tier']) =>
      cluster({}, { tier }).stack.components.flatMap(({ name, claim }) => (/-(broker|controller)$/.test(name) ? [claim] : []));
    expect(claims('production')).toEqual([
      { zones: 1, nodes: 1, needs: 2 },
      { zones: 1, nodes: 1, needs: 2 },
    ]);
    expect(claims('development')).toEqual([
      { zones: 0, nodes: 0, needs: 2 },
      { zones: 0, nodes: 0, needs: 2 },
    ]);
  });

  it('claims no zone with more brokers than replicas: pods may not know theirs', () => {
    const { components } = cluster(
      { brokers: { replicas: 6 } },
      { nodes: { cpu: Cpu.units(8), memory: Size.gibibytes(32), perZone: 3 } },
    ).stack;
    expect(components.find(({ name }) => name === 'events-broker')?.claim).toEqual({ zones: 0, nodes: 1, needs: 4 });
  });

  it('shows one dashboard', () => {
    const dashboards = cluster().stack.components.flatMap(({ dashboards }) => dashboards);
    expect(dashboards.map(({ name, panels }) => [name, panels.length])).toEqual([['events', 10]]);
  });
});
