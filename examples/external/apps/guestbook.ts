import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Chart, type Environment, WebService, Worker } from 'evenkeel';

const IMAGE = 'ghcr.io/stefanprodan/podinfo:6.9.2';

/** A page that people write into, and a worker that reads what they wrote. */
export class Guestbook extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'guestbook', environment);

    const page = new WebService(this, 'page', {
      image: IMAGE,
      port: 9898,
      args: ['--port=9898', '--port-metrics=9090'],
      env: { PODINFO_UI_MESSAGE: 'sign here' },
      resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
      scaling: { min: 2, max: 4, cpu: 70 },
    });

    new Worker(this, 'reader', {
      image: IMAGE,
      healthPort: 9898,
      args: ['--port=9898', '--port-metrics=9090', '--backend-url=$(PAGE_URL)/echo'],
      uses: [page],
    });
  }
}
