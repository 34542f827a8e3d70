import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Chart, type Environment, Secret, WebService, Worker } from '../../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo';

/** The reference application without its data: what tests of deployment and of stateless workloads need no database for. */
export class Stateless extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'shop', environment);

    const backend = new WebService(this, 'backend', {
      image: PODINFO,
      port: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info'],
      env: { PODINFO_UI_MESSAGE: 'orders are kept here' },
      config: { mountPath: '/etc/backend', files: { 'features.json': '{ "discounts": true }\n' } },
      resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
    });

    const api = new WebService(this, 'api', {
      image: PODINFO,
      port: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info', '--backend-url=$(BACKEND_URL)/echo'],
      uses: [backend],
      waitForConnections: Duration.minutes(2),
      env: { PODINFO_UI_COLOR: '#34577c', SESSION_KEY: Secret.derived('session') },
      scaling: { min: 3, max: 12, cpu: 70 },
      route: { host: 'shop' },
    });

    new Worker(this, 'fulfilment', {
      image: PODINFO,
      healthPort: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--level=info', '--backend-url=$(API_URL)/echo'],
      uses: [api],
    });
  }
}
