import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ScheduledTask, WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { cronJobOf, first, objectsOf } from '../support/objects.js';

describe('a scheduled task of an image and a schedule', () => {
  const apps = synth((chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' }));
  const { spec, metadata } = cronJobOf(apps, 'report');

  it('makes an account and a CronJob, and nothing else', () => {
    expect(objectsOf(apps, 'report')).toEqual(['CronJob/report', 'ServiceAccount/report']);
  });

  it('runs at the given time in UTC, one run at a time, up to five minutes late', () => {
    expect(spec).toMatchObject({
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
    });
  });

  it('gives up after an hour or three fresh pods, and does not count those lost to a drain', () => {
    expect(spec.jobTemplate.spec).toMatchObject({
      activeDeadlineSeconds: 3600,
      backoffLimit: 3,
      podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    });
  });

  it('never restarts in place, makes way for services, and has neither probes nor a drain', () => {
    const pod = spec.jobTemplate.spec.template.spec;
    expect(pod).toMatchObject({ restartPolicy: 'Never', priorityClassName: 'evenkeel-batch', tolerations: [] });
    const main = first(pod.containers);
    expect(main.livenessProbe).toBeUndefined();
    expect(main.readinessProbe).toBeUndefined();
    expect(main.lifecycle).toBeUndefined();
    expect(main.ports).toBeUndefined();
  });

  it('has the labels and the restricted pod of every workload', () => {
    expect(metadata.labels?.['app.kubernetes.io/component']).toBe('scheduled-task');
    expect(spec.jobTemplate.metadata?.labels).toEqual(metadata.labels);
    expect(spec.jobTemplate.spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
  });

  it('promises nothing, and alerts when a run fails', () => {
    const component = apps.stack.components.find(({ name }) => name === 'report');
    expect(component?.claim).toEqual({ zones: 0, nodes: 0 });
    expect(component?.alerts.map(({ name }) => name)).toEqual(['TaskFailed']);
  });
});

describe('a scheduled task with every prop', () => {
  const apps = synth((chart) => {
    const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
    new ScheduledTask(chart, 'report', {
      image: IMAGE,
      schedule: '*/5 8-18 * * 1-5',
      timeZone: 'Europe/Berlin',
      concurrency: 'Replace',
      startingDeadline: Duration.minutes(1),
      history: { succeeded: 1, failed: 5 },
      deadline: Duration.minutes(4),
      retries: 0,
      priority: 'evenkeel-service',
      uses: [api],
      patch: { cronJob: { spec: { suspend: true } } },
    });
  });

  it('has them all', () => {
    const { spec } = cronJobOf(apps, 'report');
    expect(spec).toMatchObject({
      schedule: '*/5 8-18 * * 1-5',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 60,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 5,
      suspend: true,
    });
    expect(spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 240, backoffLimit: 0 });
    expect(spec.jobTemplate.spec.template.spec.priorityClassName).toBe('evenkeel-service');
    expect(objectsOf(apps, 'api')).toContain('NetworkPolicy/api-from-report');
  });
});

describe('a schedule', () => {
  it.each([
    '@daily',
    '0 3 * *',
    '0 0 3 * * *',
    '',
    '0 25 * * *',
    'a b c d e',
    '0 3 0 * *',
    '0 3 * * 7',
    '0 3 * * fri-mon',
    '*/0 * * * *',
    '1-2-3 * * * *',
    '0 3 * * 1/2/3',
  ])('is refused without five fields that Kubernetes reads: %j', (schedule) => {
    expect(refusal((chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule }))).toEqual([
      `[test] scheduled-task "report": schedule has five fields: minute, hour, day, month, weekday (got ${JSON.stringify(schedule)}); write it like "0 3 * * 1-5"`,
    ]);
  });

  it.each(['*/15 0-6,18-23 * * *', '0 3 1,15 jan-MAR/2 mon-fri', '59 23 31 12 0', '5/10 * * * sat'])(
    'may be anything that Kubernetes reads: %s',
    (schedule) => {
      const apps = synth((chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule }));
      expect(cronJobOf(apps, 'report').spec.schedule).toBe(schedule);
    },
  );
});
