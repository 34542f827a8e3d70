import { describe, expect, it } from 'vitest';
import { runChecks } from '../../lib/check/index.js';
import { type Chart, type Scaling, WebService, type WebServiceProps } from '../../lib/index.js';
import { IMAGE, synth } from '../support/apps.js';

const api = (props: Partial<WebServiceProps>) => (chart: Chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props });

/** What is said of a service that is committed in one way and is to be another. */
function between(before: Partial<WebServiceProps>, after: Partial<WebServiceProps>): readonly string[] {
  const prometheus = 'http://prometheus.monitoring:9090';
  const { stack } = synth(api(after), { prometheus });
  return runChecks({ ...stack, problems: [], previous: synth(api(before), { prometheus }).stack.files }).problems;
}
const scaling = (before: Scaling, after: Scaling) => between({ scaling: before }, { scaling: after });
const query = { query: 'sum(carts)', threshold: 10 };

describe('from a scaler', () => {
  it('to a fixed count above its least is refused: until it is removed, it takes pods back', () => {
    expect(scaling({ min: 3, max: 9 }, { replicas: 4 })).toEqual([
      'web-service "api": goes from an autoscaler of at least 3 to 4 replicas, and the autoscaler, which is removed last, would take pods back; deploy scaling.min 4 first',
    ]);
    expect(scaling({ min: 0, max: 9, prometheus: query }, { replicas: 3 }).join()).toContain('deploy scaling.min 3 first');
    expect(scaling({ min: 3, max: 9 }, { replicas: 3 })).toEqual([]);
  });

  it('that may sleep to one that cannot wake it is refused', () => {
    expect(scaling({ min: 0, max: 9, prometheus: query }, { min: 1, max: 9, cpu: 70 })).toEqual([
      'web-service "api": may sleep at 0 replicas, from which a HorizontalPodAutoscaler wakes nothing; deploy scaling.min 1 with its trigger first',
    ]);
    expect(scaling({ min: 1, max: 9, prometheus: query }, { min: 1, max: 9, cpu: 70 })).toEqual([]);
  });

  it('of CPU to one of KEDA is refused, which KEDA would refuse', () => {
    expect(scaling({ min: 2, max: 9 }, { min: 2, max: 9, prometheus: query })).toEqual([
      'web-service "api": goes from a HorizontalPodAutoscaler to KEDA, which refuses a workload that another autoscaler owns; deploy scaling: { replicas: 2 } first',
    ]);
    expect(scaling({ replicas: 2 }, { min: 2, max: 9, prometheus: query })).toEqual([]);
  });
});

describe('a Service', () => {
  const green = 'ghcr.io/acme/api:1.5.0';

  it('does not switch to pods that are new', () => {
    expect(between({}, { blueGreen: { green, active: 'green' } })).toEqual([
      'web-service "api": Service "api" moves to the pods of Deployment "api-green", which is new, and has nobody who answers until they are ready; deploy that first, then switch',
    ]);
    expect(between({}, { blueGreen: { green, active: 'blue' } })).toEqual([]);
  });

  it('switches to pods that are committed, and back', () => {
    const blueGreen = (active: 'blue' | 'green') => ({ blueGreen: { green, active } });
    expect(between(blueGreen('blue'), blueGreen('green'))).toEqual([]);
    expect(between(blueGreen('green'), blueGreen('blue'))).toEqual([]);
  });
});
