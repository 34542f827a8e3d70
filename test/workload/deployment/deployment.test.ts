import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type Environment, type PodDisruptionBudget, type Scaling, WebService, type WebServiceProps, Worker } from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { deploymentOf, podOf } from '../../support/objects.js';

const serve = (props: Partial<WebServiceProps> = {}, environment: Partial<Environment> = {}) =>
  synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }), environment);
const scaledTo = (scaling: Scaling) => deploymentOf(serve({ scaling }), 'api');

describe('replicas', () => {
  it.each([
    ['production', 3],
    ['staging', 2],
    ['development', 2],
  ] as const)('in %s are %d', (tier, replicas) => {
    const apps = synth(
      (chart) => {
        new WebService(chart, 'api', { image: IMAGE, port: 8080 });
        new Worker(chart, 'fulfilment', { image: IMAGE });
      },
      { tier },
    );
    expect(deploymentOf(apps, 'api').spec.replicas).toBe(replicas);
    expect(deploymentOf(apps, 'fulfilment').spec.replicas).toBe(replicas);
  });

  it('are three in production whatever the number of zones', () => {
    expect(deploymentOf(serve({}, { zones: ['a'] }), 'api').spec.replicas).toBe(3);
  });

  it('are as many as asked, in every tier', () => {
    expect(deploymentOf(serve({ scaling: { replicas: 5 } }, { tier: 'development' }), 'api').spec.replicas).toBe(5);
  });

  it('that are fixed have no scaler, and are ours even where a scaler has set them last', () => {
    const apps = serve({ scaling: { replicas: 5 } });
    expect(deploymentOf(apps, 'api').metadata.annotations).toEqual({ 'pulumi.com/patchForce': 'true' });
    expect(apps.all('HorizontalPodAutoscaler')).toEqual([]);
  });

  it('that a scaler owns stand in an annotation, and the field is left out', () => {
    const { spec, metadata } = scaledTo({ min: 3, max: 12, cpu: 70 });
    expect(spec).not.toHaveProperty('replicas');
    expect(metadata.annotations).toEqual({ 'evenkeel.dev/initial-replicas': '3' });
  });
});

describe('a rollout', () => {
  it('never has fewer pods than wanted, and counts one when it has been ready for 5 s', () => {
    expect(deploymentOf(serve(), 'api').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      minReadySeconds: 5,
      revisionHistoryLimit: 5,
    });
  });

  it.each<[Scaling, number | string]>([
    [{ replicas: 1 }, 1],
    [{ replicas: 3 }, 1],
    [{ replicas: 4 }, '25%'],
    [{ min: 1, max: 12 }, '25%'],
    [{ min: 4, max: 12 }, '25%'],
  ])('of %j replaces %s at a time', (scaling, maxSurge) => {
    expect(scaledTo(scaling).spec.strategy?.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge });
  });

  it('has failed after two minutes for the image, the probes of start and readiness, and the least time ready', () => {
    // 120 (pull) + 30 × 2 (startup) + 2 × 5 (readiness) + 5 (ready)
    expect(deploymentOf(serve(), 'api').spec.progressDeadlineSeconds).toBe(200);
  });

  it('gets more time where probes, waiting or readiness take more', () => {
    const apps = serve({
      probes: { startup: { period: Duration.seconds(10), failures: 60 }, readiness: { period: Duration.seconds(20), failures: 4 } },
      waitForConnections: Duration.minutes(3),
      rollout: { minReady: Duration.seconds(30) },
    });
    expect(deploymentOf(apps, 'api').spec.progressDeadlineSeconds).toBe(120 + 600 + 80 + 5 + 180 + 30);
  });

  it('has the deadline that it is given', () => {
    expect(deploymentOf(serve({ rollout: { progressDeadline: Duration.minutes(9) } }), 'api').spec.progressDeadlineSeconds).toBe(540);
  });

  it('is refused a deadline that would call every slow but sound start a failure', () => {
    const rollout = { progressDeadline: Duration.seconds(60) };
    const problems = refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, rollout }));
    expect(problems).toHaveLength(1);
    // 30 × 2 (startup) + 5 + 2 × 5 (readiness) + 5 (ready)
    expect(problems[0]).toMatch(/^\[test\] web-service "api": .*progressDeadline.*60.*80/);
  });
});

describe('the disruption budget', () => {
  it.each<[string, Scaling]>([
    ['one replica', { replicas: 1 }],
    ['three replicas', { replicas: 3 }],
    ['a scaler', { min: 1, max: 12 }],
  ])('of %s lets one pod at a time go, and a broken pod always', (_, scaling) => {
    expect(serve({ scaling }).get<PodDisruptionBudget>('PodDisruptionBudget', 'api').spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' } },
    });
  });
});

describe('a dead node', () => {
  it('is left after 30 s, whether it is gone or not ready', () => {
    const leave = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
    expect(podOf(serve(), 'api').tolerations).toEqual([
      { key: 'node.kubernetes.io/not-ready', ...leave },
      { key: 'node.kubernetes.io/unreachable', ...leave },
    ]);
  });
});
