import { describe, expect, it } from 'vitest';
import { drain } from '../../lib/check/drain.js';
import {
  type Chart,
  MigrationTask,
  type Patch,
  type PodDisruptionBudget,
  type Scaling,
  ScheduledTask,
  WebService,
} from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

type Budget = Patch<PodDisruptionBudget>;
const found = (scaling: Scaling, podDisruptionBudget: Budget) =>
  sentencesOf(
    drain,
    subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling, patch: { podDisruptionBudget } })),
  );
const keeping = (minAvailable: number | string): Budget => ({ spec: { maxUnavailable: null, minAvailable } });
const blocks = (field: string, pods: string) =>
  `web-service "api": PodDisruptionBudget "api" lets no pod go (${field}, of ${pods} at the least), so a drain never ends; use maxUnavailable: 1`;

describe('a budget that lets no pod go', () => {
  it.each<[Scaling, Budget, string, string]>([
    [{ replicas: 3 }, { spec: { maxUnavailable: 0 } }, 'maxUnavailable 0', '3 pods'],
    [{ replicas: 3 }, { spec: { maxUnavailable: '0%' } }, 'maxUnavailable 0%', '3 pods'],
    [{ replicas: 3 }, keeping(3), 'minAvailable 3', '3 pods'],
    [{ replicas: 3 }, keeping(5), 'minAvailable 5', '3 pods'],
    [{ replicas: 3 }, keeping('100%'), 'minAvailable 100%', '3 pods'],
    [{ replicas: 3 }, keeping('67%'), 'minAvailable 67%', '3 pods'],
    [{ replicas: 1 }, keeping(1), 'minAvailable 1', '1 pod'],
    [{ replicas: 1 }, keeping('1%'), 'minAvailable 1%', '1 pod'],
    [{ min: 2, max: 10 }, keeping(2), 'minAvailable 2', '2 pods'],
    [{ min: 1, max: 9, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 9 } }, keeping(1), 'minAvailable 1', '1 pod'],
    [{ min: 0, max: 9, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 9 } }, keeping(1), 'minAvailable 1', '1 pod'],
    [{ replicas: 3 }, { spec: { maxUnavailable: null } }, 'neither minAvailable nor maxUnavailable', '3 pods'],
  ])('is refused: of %j with %j', (scaling, budget, field, pods) => {
    expect(found(scaling, budget)).toEqual([blocks(field, pods)]);
  });

  it.each<[Scaling, Budget]>([
    [{ replicas: 1 }, {}],
    [{ replicas: 3 }, { spec: { maxUnavailable: '1%' } }],
    [{ replicas: 3 }, keeping(2)],
    [{ replicas: 3 }, keeping('66%')],
    [{ replicas: 100 }, keeping('99%')],
    [{ min: 3, max: 10 }, keeping(2)],
    [{ min: 0, max: 9, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 9 } }, {}],
  ])('is not what lets one go: of %j with %j', (scaling, budget) => {
    expect(found(scaling, budget)).toEqual([]);
  });

  it('is found for the count that a patch leaves', () => {
    const scaling = { min: 2, max: 10 };
    const patch = { podDisruptionBudget: keeping(2), horizontalPodAutoscaler: { spec: { minReplicas: 3 } } };
    expect(
      sentencesOf(
        drain,
        subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling, patch })),
      ),
    ).toEqual([]);
  });
});

describe('a budget that matches', () => {
  it('no pods is refused', () => {
    const selector = { matchLabels: { 'app.kubernetes.io/name': 'apii' } };
    expect(found({ replicas: 3 }, { spec: { selector } })).toEqual([
      'web-service "api": PodDisruptionBudget "api" matches no pods, so it protects none; give it the labels of the pods, or remove it',
    ]);
  });

  it('the pods of another is refused, once, since no eviction of such a pod succeeds', () => {
    const subject = subjectOf((chart) => {
      const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
      api.add('second-budget', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'api-second' },
        spec: { maxUnavailable: 1, selector: { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['api'] }] } },
      });
    });
    expect(sentencesOf(drain, subject)).toEqual([
      'web-service "api": PodDisruptionBudget "api" and "api-second" match the same pods (Deployment "api"), and Kubernetes then refuses every eviction; keep one',
    ]);
  });

  const labels = { 'app.kubernetes.io/name': null, 'app.kubernetes.io/instance': null, 'app.kubernetes.io/part-of': 'shop' };
  const overAll = (budget: object, beside: (chart: Chart, api: WebService) => void) => {
    const subject = subjectOf((chart) => {
      const podDisruptionBudget = { spec: { selector: { matchLabels: labels }, ...budget } };
      beside(chart, new WebService(chart, 'api', { image: IMAGE, port: 8080, patch: { podDisruptionBudget } }));
    });
    return sentencesOf(drain, subject);
  };

  it('pods of several controllers lets go what their sum allows', () => {
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'cache' },
      spec: { template: { metadata: { labels: { 'app.kubernetes.io/part-of': 'shop' } }, spec: { containers: [] } } },
    };
    const keeping = (minAvailable: number) => overAll({ maxUnavailable: null, minAvailable }, (_, api) => api.add('cache', set));
    expect(keeping(3)).toEqual([]);
    expect(keeping(4)).toEqual([blocks('minAvailable 4', '4 pods')]);
  });

  it('pods of tasks does not count on them', () => {
    const tasks = (chart: Chart) => {
      new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' });
      new MigrationTask(chart, 'migrate', { image: IMAGE });
    };
    expect(overAll({ maxUnavailable: null, minAvailable: 2 }, tasks)).toEqual([]);
    expect(overAll({ maxUnavailable: null, minAvailable: 3 }, tasks)).toEqual([blocks('minAvailable 3', '3 pods')]);
  });

  it.each([
    ['maxUnavailable 1', { maxUnavailable: 1 }],
    ['minAvailable 50%', { maxUnavailable: null, minAvailable: '50%' }],
  ])('pods of a task is refused with what needs a count of replicas: %s', (field, budget) => {
    expect(overAll(budget, (chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' }))).toEqual([
      `web-service "api": PodDisruptionBudget "api" with ${field} lets no pod go, since it selects those of CronJob "report", ` +
        'and a Job says nothing of its replicas; select others, or use minAvailable with a number',
    ]);
  });

  it('pods of tasks alone holds up their drain only where it keeps one', () => {
    const alone = (minAvailable: number) => {
      const budget = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'report' },
        spec: { minAvailable, selector: { matchLabels: { 'app.kubernetes.io/name': 'report' } } },
      };
      return sentencesOf(
        drain,
        subjectOf((chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' }).add('budget', budget)),
      );
    };
    expect(alone(0)).toEqual([]);
    expect(alone(1)).toEqual([expect.stringContaining('lets no pod go (minAvailable 1, of 1 pod at the least)')]);
  });
});
