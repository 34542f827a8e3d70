import { describe, expect, it } from 'vitest';
import { oneScaler } from '../../lib/check/one-scaler.js';
import { type HorizontalPodAutoscaler, WebService, type WebServiceProps } from '../../lib/index.js';
import { IMAGE, refusal } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (props: Partial<WebServiceProps>, besides?: HorizontalPodAutoscaler) =>
  sentencesOf(
    oneScaler,
    subjectOf((chart) => {
      const api = new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props });
      if (besides) api.add('second', besides);
    }),
  );
const scaler = (name: string): HorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' }, minReplicas: 2, maxReplicas: 4 },
});
const cron = { start: '0 8 * * *', end: '0 18 * * *', replicas: 4 };

describe('a scaled workload', () => {
  it('is refused a count of its own', () => {
    const sentence = (name: string) =>
      `web-service "api": Deployment "api" has replicas 3, and ${name} scales it: every deployment would set the count back; remove replicas or the scaler`;
    const patch = { deployment: { spec: { replicas: 3 } } };
    expect(found({ scaling: { min: 2, max: 4 }, patch })).toEqual([sentence('HorizontalPodAutoscaler "api"')]);
    expect(found({ scaling: { min: 2, max: 4, cron }, patch })).toEqual([sentence('ScaledObject "api"')]);
    expect(found({ scaling: { replicas: 3 } }, scaler('by-hand'))).toEqual([sentence('HorizontalPodAutoscaler "by-hand"')]);
  });

  it('is refused a second scaler', () => {
    const sentence = (first: string) =>
      `web-service "api": ${first} scale Deployment "api" and undo each other; keep one, and give it what the others look at`;
    expect(found({ scaling: { min: 2, max: 4 } }, scaler('by-hand'))).toEqual([
      sentence('HorizontalPodAutoscaler "api" and HorizontalPodAutoscaler "by-hand"'),
    ]);
    expect(found({ scaling: { min: 2, max: 4, cron } }, scaler('by-hand'))).toEqual([
      sentence('HorizontalPodAutoscaler "by-hand" and ScaledObject "api"'),
    ]);
  });

  it('is refused a least above its most, whoever says so', () => {
    const patch = { horizontalPodAutoscaler: { spec: { maxReplicas: 1 } }, scaledObject: { spec: { minReplicaCount: 5 } } };
    const sentence = (least: number, most: number, object: string) =>
      `web-service "api": ${object} "api" has a least of ${least} above its most of ${most}; raise the most or lower the least`;
    expect(found({ scaling: { min: 2, max: 4 }, patch })).toEqual([sentence(2, 1, 'HorizontalPodAutoscaler')]);
    expect(found({ scaling: { min: 2, max: 4, cron }, patch })).toEqual([sentence(5, 4, 'ScaledObject')]);
  });

  it('is told the same once, in the words of its props, where these are wrong', () => {
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling: { min: 5, max: 3 } }))).toHaveLength(1);
  });

  it('is what it should be with one scaler and no count', () => {
    expect(found({ scaling: { min: 2, max: 4 } })).toEqual([]);
    expect(found({ scaling: { min: 0, max: 4, cron } })).toEqual([]);
    expect(found({ scaling: { replicas: 3 } })).toEqual([]);
  });
});
