import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type AutoScale, type Scaling, WebService, Worker } from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { scalerOf } from '../../support/objects.js';

const scaler = (scaling: AutoScale) =>
  scalerOf(
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling })),
    'api',
  );
const refused = (scaling: Scaling) => refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling }));
const utilization = (name: string, averageUtilization: number) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});

describe('a scaler', () => {
  it('owns the Deployment between least and most', () => {
    expect(scaler({ min: 3, max: 12 })).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      minReplicas: 3,
      maxReplicas: 12,
    });
  });

  it.each<[AutoScale, ReturnType<typeof utilization>[]]>([
    [{ min: 1, max: 2 }, [utilization('cpu', 70)]],
    [{ min: 1, max: 2, cpu: 50 }, [utilization('cpu', 50)]],
    [{ min: 1, max: 2, memory: 80 }, [utilization('memory', 80)]],
    [{ min: 1, max: 2, cpu: 50, memory: 80 }, [utilization('cpu', 50), utilization('memory', 80)]],
  ])('of %j looks at what is asked, and else at 70 %% of the CPU', (scaling, metrics) => {
    expect(scaler(scaling).metrics).toEqual(metrics);
  });

  it('doubles at once, and goes down one pod a minute after five minutes of lower need', () => {
    expect(scaler({ min: 3, max: 12 }).behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Percent', value: 100, periodSeconds: 15 },
          { type: 'Pods', value: 2, periodSeconds: 15 },
        ],
      },
      scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
    });
    expect(scaler({ min: 3, max: 12, scaleDownAfter: Duration.minutes(1) }).behavior?.scaleDown?.stabilizationWindowSeconds).toBe(60);
  });
});

describe('scaling is refused', () => {
  it.each([
    [{ min: 3, max: 3 }, 'scaling.min 3 leaves no room below max 3; raise max, or use scaling: { replicas: 3 }'],
    [{ min: 5, max: 3 }, 'scaling.min 5 leaves no room below max 3; raise max, or use scaling: { replicas: 5 }'],
    [{ min: 0.5, max: 3 }, 'scaling.min is a whole number of at least 1 (got 0.5)'],
    [{ min: 1, max: 2.5 }, 'scaling.max is a whole number of at least 1 (got 2.5)'],
    [{ min: 1, max: 2, cpu: 0 }, 'scaling.cpu is a percentage of the request, 1 to 100 (got 0)'],
    [{ min: 1, max: 2, cpu: 101 }, 'scaling.cpu is a percentage of the request, 1 to 100 (got 101)'],
    [{ min: 1, max: 2, memory: Number.NaN }, 'scaling.memory is a percentage of the request, 1 to 100 (got NaN)'],
    [{ replicas: 0 }, 'scaling.replicas is a whole number of at least 1 (got 0)'],
    [{ replicas: 1.5 }, 'scaling.replicas is a whole number of at least 1 (got 1.5)'],
  ])('as %j', (scaling, sentence) => {
    expect(refused(scaling)).toEqual([`[test] web-service "api": ${sentence}`]);
  });

  it('in workers too', () => {
    expect(refusal((chart) => new Worker(chart, 'worker', { image: IMAGE, scaling: { min: 2, max: 2 } }))).toEqual([
      '[test] worker "worker": scaling.min 2 leaves no room below max 2; raise max, or use scaling: { replicas: 2 }',
    ]);
  });
});
