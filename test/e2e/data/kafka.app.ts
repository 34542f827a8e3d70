import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Chart, type Environment, KafkaCluster, type KafkaClusterProps, type Platform, type Scaling, Worker } from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

const TOOLBOX = 'docker.io/apache/kafka:4.1.0';

/** Nothing of it is asked: it only sits there. */
const IDLE = {
  startup: { handler: { exec: ['true'] } },
  readiness: { handler: { exec: ['ls', '/tmp'] }, period: Duration.seconds(60) },
  liveness: { handler: { exec: ['true'] }, period: Duration.seconds(60) },
};

/** A cluster, and one client of it: commands run in it with the variables that clients get, and it counts as its group's consumer. */
const kafkaTrial = (props: Partial<KafkaClusterProps> = {}, scaling: Scaling = { replicas: 1 }) =>
  class KafkaTrial extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'kafka', environment);
      const events = new KafkaCluster(this, 'events', { topics: [{ name: 'orders', partitions: 6 }], ...props });
      new Worker(this, 'client', {
        image: TOOLBOX,
        user: 1000,
        command: ['sleep', 'infinity'],
        uses: [events.produces('orders'), events.consumes('orders', { group: 'client' })],
        scaling,
        resources: { memory: Size.mebibytes(192) },
        shutdown: { drain: Duration.seconds(0), timeout: Duration.seconds(1) },
        probes: IDLE,
        metrics: 'none',
      });
    }
  };

/** Acknowledged by one replica, and led by whoever is left: what the harness must see losing records. */
const CARELESS = {
  topics: [{ name: 'orders', partitions: 6, config: { 'min.insync.replicas': '1', 'unclean.leader.election.enable': 'true' } }],
};

export const kafkaVariants = {
  kafka: () => dataPlatform('kafka', kafkaTrial()),
  'kafka-tuned': () => dataPlatform('kafka', kafkaTrial({ config: { 'num.io.threads': '4' } })),
  'kafka-next': () => dataPlatform('kafka', kafkaTrial({ image: 'docker.io/apache/kafka-next:4.1.0' })),
  'kafka-tls': () => dataPlatform('kafka', kafkaTrial({ tls: 'on' })),
  'kafka-rotated': () => dataPlatform('kafka', kafkaTrial({ generation: 2, clientGeneration: 2 })),
  'kafka-lag': () => dataPlatform('kafka', kafkaTrial({}, { min: 1, max: 6, kafkaLag: { lag: 100 } })),
  'kafka-shrunk': () => dataPlatform('kafka', kafkaTrial({ topics: [{ name: 'orders', partitions: 3 }] })),
  'kafka-careless': () => dataPlatform('kafka', kafkaTrial(CARELESS)),
} satisfies Readonly<Record<string, () => Platform>>;
