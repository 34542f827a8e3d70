import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { addCertificate, serviceHosts } from '../../../lib/core/certificates.js';
import { labels, selectorLabels } from '../../../lib/core/labels.js';
import { addStatefulSet } from '../../../lib/data/stateful-set/add-stateful-set.js';
import { type BackupStore, Component, type Connectable, Connection, Secret, type Service } from '../../../lib/index.js';

const PORT = 7070;
const BUCKET = 'backups';
const PROBE = { tcpSocket: { port: PORT }, periodSeconds: 2 };

/** An S3-compatible store in the environment (https://github.com/versity/versitygw), for trials: one pod. Its buckets are folders. */
export class ObjectStore extends Component implements Connectable {
  readonly endpoints = [{ name: 's3', port: PORT, protocol: 'tcp' }] as const;
  readonly alerts = [];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(scope: Construct, name: string) {
    super(scope, name, { kind: 'object-store', stage: 'data', accept: { probes: 'all that it tells is that it accepts' } });
    addCertificate(this, `${name}-tls`, { hosts: serviceHosts(name, this.environment.namespace) });
    addStatefulSet(
      this,
      {
        image: 'ghcr.io/versity/versitygw:v1.0.14',
        args: ['--quiet', '--cert', '/etc/tls/tls.crt', '--key', '/etc/tls/tls.key', '--port', `:${PORT}`, 'posix', '/data'],
        env: { ROOT_ACCESS_KEY: Secret.derived('access'), ROOT_SECRET_KEY: Secret.derived('secret') },
        resources: { memory: Size.mebibytes(128), memoryLimit: Size.mebibytes(128) },
        volumes: [{ name: 'tls', mountPath: '/etc/tls', readOnly: true, secret: { secretName: `${name}-tls` } }],
        initContainers: [
          {
            name: 'bucket',
            image: 'docker.io/library/busybox:1.37.0',
            command: ['sh', '-c', `mkdir -p /data/${BUCKET}`],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
      },
      {
        replicas: 1,
        ports: [{ name: 's3', containerPort: PORT }],
        probes: { startupProbe: PROBE, readinessProbe: PROBE },
        shutdown: Duration.seconds(5),
        minReady: Duration.seconds(0),
        storage: { size: Size.gibibytes(20) },
        mountPath: '/data',
      },
    );
    this.add('service', this.service());
  }

  connection(): Connection {
    return new Connection({
      target: this,
      variables: {},
      at: { pods: [this.identity()] },
      ports: [PORT],
      waitFor: { host: this.name, port: PORT },
    });
  }

  /** As clusters are given it. */
  get store(): BackupStore {
    return {
      service: this,
      bucket: BUCKET,
      region: 'us-east-1',
      accessKey: Secret.existing({ secret: this.name, key: 'root-access-key' }),
      secretKey: Secret.existing({ secret: this.name, key: 'root-secret-key' }),
      uriStyle: 'path',
      authority: Secret.existing({ secret: `${this.name}-tls`, key: 'ca.crt' }),
    };
  }

  private service(): Service {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: this.name, labels: labels(this.identity()) },
      spec: { selector: selectorLabels(this.identity()), ports: [{ name: 's3', port: PORT, targetPort: PORT }] },
    };
  }
}
