import type { Construct } from 'constructs';
import { type AppClass, Chart, type Environment, WebService, type WebServiceProps } from '../../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo';
export const NEXT_IMAGE = `${PODINFO}:6.9.3`;

/** A service at a route, in one version or two. Its answers have the name of the pod that gave them. */
export const routed = (versions: Pick<WebServiceProps, 'canary' | 'blueGreen'> = {}): AppClass =>
  class Routed extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'routed', environment);
      new WebService(this, 'web', {
        image: `${PODINFO}:6.9.2`,
        port: 9898,
        args: ['--port=9898', '--port-metrics=9090', '--level=debug'],
        route: { host: 'web' },
        ...versions,
      });
    }
  };
