import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Chart, type Environment, ScaledTask, WebService, Worker } from '../../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo:6.9.2';
const SHELL = 'docker.io/library/busybox:1.37.0';
const ARGS = ['--port=9898', '--port-metrics=9090'];
const SOON = Duration.seconds(30);

/** A gauge that the test sets: harness/demand.ts. */
const demandFor = (component: string, threshold: number) => ({ query: `sum(demand{of="${component}"})`, threshold });

/** One workload for each way to scale. */
export class Scaled extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'scaled', environment);
    const [start = '0 0 * * *', end = '0 1 * * *'] = (process.env.E2E_CRON ?? '').split('|').filter(Boolean);

    new WebService(this, 'busy', { image: PODINFO, port: 9898, args: ARGS, scaling: { min: 2, max: 4, cpu: 60, scaleDownAfter: SOON } });
    new WebService(this, 'metered', {
      image: PODINFO,
      port: 9898,
      args: ARGS,
      scaling: { min: 1, max: 5, prometheus: demandFor('metered', 10), fallback: 3, scaleDownAfter: SOON },
    });
    new Worker(this, 'sleeper', {
      image: PODINFO,
      healthPort: 9898,
      args: ARGS,
      scaling: { min: 0, max: 3, prometheus: demandFor('sleeper', 10), scaleDownAfter: SOON },
    });
    new Worker(this, 'punctual', {
      image: PODINFO,
      healthPort: 9898,
      args: ARGS,
      scaling: { min: 1, max: 4, cron: { start, end, replicas: 3 }, scaleDownAfter: SOON },
    });
    new ScaledTask(this, 'batch', {
      image: SHELL,
      command: ['sh', '-c', 'sleep 5'],
      scaling: { max: 2, prometheus: demandFor('batch', 1) },
    });
  }
}
