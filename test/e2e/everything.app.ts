import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Chart, type Environment, ScaledTask, Secret, WebService, Worker } from '../../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo:6.9.2';
const login = { username: Secret.fromConfig('queue-user'), password: Secret.derived('queue') };

/** What a test cluster has no source, controller or provider for; the API server takes it or not. */
export class Everything extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'everything', environment);
    const { gateway } = environment.network ?? {};

    new WebService(this, 'adapted', {
      image: PODINFO,
      port: 9898,
      scaling: {
        min: 2,
        max: 4,
        metrics: [
          { pods: 'http_requests_per_second', average: 50 },
          { external: 'queue_messages', labels: { queue: 'mails' }, average: 30 },
        ],
      },
      expose: 'load-balancer',
      route: {
        host: 'adapted',
        matches: [{ path: { exact: '/a' }, method: 'GET', headers: { 'x-beta': 'yes' } }, { path: { regex: '/[0-9]+' } }],
        redirects: [{ path: '/old', to: 'https://docs.example.com/shop' }],
        timeouts: { request: Duration.seconds(10), backendRequest: Duration.seconds(5) },
        tls: { issuer: 'letsencrypt' },
      },
    });
    new WebService(this, 'orders', {
      image: PODINFO,
      port: 9999,
      protocol: 'grpc',
      route: { host: 'orders', matches: [{ service: 'grpc.health.v1.Health', method: 'Check' }], tls: gateway ? 'gateway' : undefined },
    });
    new WebService(this, 'ingressed', {
      image: PODINFO,
      port: 9898,
      route: { host: 'ingressed', through: 'ingress', tls: { secret: 'certificate' } },
    });
    new Worker(this, 'mails', {
      image: PODINFO,
      scaling: {
        min: 0,
        max: 9,
        cpu: 80,
        requestsPerSecond: { perReplica: 50 },
        rabbitmqQueue: { queue: 'mails', messages: 20, host: 'http://rabbitmq.data:15672', login },
        kafkaLag: {
          lag: 100,
          bootstrapServers: 'kafka.data:9092',
          topic: 'mails',
          group: 'mails',
          sasl: { ...login, mechanism: 'scram_sha512' },
          tls: 'enable',
        },
        cron: [
          { start: '0 8 * * *', end: '0 9 * * *', replicas: 3 },
          { start: '0 18 * * *', end: '0 19 * * *', replicas: 4, timeZone: 'Europe/Berlin' },
        ],
      },
    });
    new ScaledTask(this, 'transcode', {
      image: PODINFO,
      scaling: {
        max: 20,
        sqsQueue: { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/videos', region: 'eu-west-1', messages: 1, identity: 'workload' },
      },
      serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/transcode' },
    });
  }
}
