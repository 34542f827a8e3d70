import { App, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Subject } from '../../../lib/check/index.js';
import { render } from '../../../lib/core/manifest.js';
import { Chart, type DeepPartial, type Deployment, type Environment, WebService, type WebServiceProps } from '../../../lib/index.js';
import { testEnvironment } from '../../../lib/testing/index.js';
import { IMAGE } from '../../support/apps.js';

export const ZONE = 'topology.kubernetes.io/zone';
export const HOSTNAME = 'kubernetes.io/hostname';

const selector = { matchLabels: { 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' } };

/** A hard spread as the library makes it, or one that differs from it. */
export const spread = (topologyKey: string, more: object = {}) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'DoNotSchedule',
  nodeTaintsPolicy: 'Honor',
  matchLabelKeys: ['pod-template-hash'],
  labelSelector: selector,
  ...more,
});

export type PodPatch = DeepPartial<Deployment['spec']['template']['spec']>;

/** No spread, but one pod in each. */
export const apart = (topologyKey: string): PodPatch => ({
  topologySpreadConstraints: [],
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: selector }] } },
});

/** A service with so many replicas, whose pods are patched. */
export const api =
  (replicas: number, spec: PodPatch = {}, props: Partial<WebServiceProps> = {}) =>
  (chart: Chart): WebService =>
    new WebService(chart, 'api', {
      image: IMAGE,
      port: 8080,
      scaling: { replicas },
      ...props,
      patch: { deployment: { spec: { template: { spec } } }, ...props.patch },
    });

export const nodes = (perZone: number) => ({ nodes: { perZone, cpu: Cpu.units(4), memory: Size.gibibytes(16) } });

/** What a check looks at, with no check run. */
export function subjectOf(build: (chart: Chart) => unknown, environment: Partial<Environment> = {}): Subject {
  const whole = { ...testEnvironment, ...environment };
  const app = new App();
  build(new Chart(app, 'shop', whole));
  return { ...render(app), environment: whole };
}
