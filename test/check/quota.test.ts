import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import {
  type Chart,
  ExternalService,
  type KubernetesObject,
  MigrationTask,
  type Quota,
  ScaledTask,
  ScheduledTask,
  WebService,
  Worker,
} from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';

const plenty: Quota = { cpu: Cpu.units(100), memory: Size.tebibytes(1), pods: 1000 };
/** 12 + 3 pods of 100m and 128Mi, 3 + 1 of 50m and 64Mi, and one of each task. */
const build = (chart: Chart) => {
  const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
  new WebService(chart, 'api', { image: IMAGE, port: 8080, resources, scaling: { min: 3, max: 12 } });
  new Worker(chart, 'worker', { image: IMAGE });
  new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' });
  new MigrationTask(chart, 'migrate', { image: IMAGE });
};
/** As a component that we have none of yet would make it. */
const set = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: { replicas: 3, template: { spec: { containers: [{ name: 'db', resources: { requests: { cpu: '1m' } } }] } } },
};
const HINT = '; the largest is "api" with up to 12 + 3 pods';

describe('a quota below the peak', () => {
  it.each<[keyof Quota, Partial<Quota>, string]>([
    ['cpu', { cpu: Cpu.millis(1799) }, `1799m is below the peak of 1800m${HINT}; raise it to at least 1800m`],
    ['memory', { memory: Size.mebibytes(2303) }, `2303Mi is below the peak of 2304Mi${HINT}; raise it to at least 2304Mi`],
    ['pods', { pods: 20 }, `20 is below the peak of 21${HINT}; raise it to at least 21`],
  ])('of %s is refused with the number that it must be', (field, quota, sentence) => {
    expect(refusal(build, { quota: { ...plenty, ...quota } })).toEqual([
      `[test] environment "test".quota.${field}: ${sentence} or lower the workloads' maximum`,
    ]);
  });

  it('is refused in every field at once', () => {
    const problems = refusal(build, { quota: { cpu: Cpu.millis(1), memory: Size.mebibytes(1), pods: 1 } });
    expect(problems.map((problem) => /quota\.(\w+)/.exec(problem)?.[1])).toEqual(['cpu', 'memory', 'pods']);
  });

  it('of load balancers is refused', () => {
    const balanced = (chart: Chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, expose: 'load-balancer' });
    expect(refusal(balanced, { quota: { ...plenty, loadBalancers: 0 } }).join()).toContain(
      'environment "test".quota.loadBalancers: 0 is below the peak of 1',
    );
    expect(synth(balanced, { quota: { ...plenty, loadBalancers: 1 } }).all('Service')).toHaveLength(1);
  });
});

describe('a quota at the peak', () => {
  it('is enough', () => {
    const quota = { cpu: Cpu.millis(1800), memory: Size.mebibytes(2304), pods: 21 };
    expect(synth(build, { quota }).all('ResourceQuota')).toHaveLength(1);
  });

  it('counts a quarter more pods in a rollout from four replicas up, rounded up', () => {
    const five = (chart: Chart) => new Worker(chart, 'worker', { image: IMAGE, scaling: { replicas: 5 } });
    expect(refusal(five, { quota: { ...plenty, pods: 6 } }).join()).toContain(
      '6 is below the peak of 7; the largest is "worker" with up to 5 + 2 pods',
    );
    expect(synth(five, { quota: { ...plenty, pods: 7 } }).all('ResourceQuota')).toHaveLength(1);
  });

  const cron = { start: '0 8 * * *', end: '0 18 * * *', replicas: 6 };
  it.each<[string, (chart: Chart) => unknown, number, string]>([
    ['a ScaledObject may make', (chart) => new Worker(chart, 'a', { image: IMAGE, scaling: { min: 0, max: 6, cron } }), 8, '6 + 2'],
    ['a ScaledJob may start', (chart) => new ScaledTask(chart, 'a', { image: IMAGE, scaling: { max: 6, cron } }), 6, '6 + 0'],
    [
      'a StatefulSet has',
      (chart) => new ExternalService(chart, 'a', { host: 'a.example.com', port: 1, cidrs: ['203.0.113.0/24'] }).add('set', set),
      3,
      '3 + 0',
    ],
  ])('counts as many pods as %s', (_, workload, pods, most) => {
    expect(refusal(workload, { quota: { ...plenty, pods: pods - 1 } }).join()).toContain(
      `${pods - 1} is below the peak of ${pods}; the largest is "a" with up to ${most} pods`,
    );
    expect(synth(workload, { quota: { ...plenty, pods } }).all('ResourceQuota')).toHaveLength(1);
  });

  it('counts a quarter more pods in a rollout where the field is left out, and none where all go first', () => {
    const five = (strategy: object) => (chart: Chart) =>
      new Worker(chart, 'worker', { image: IMAGE, scaling: { replicas: 5 }, patch: { deployment: { spec: { strategy } } } });
    const pods = (strategy: object) => refusal(five(strategy), { quota: { ...plenty, pods: 1 } }).join();
    expect(pods({ rollingUpdate: null })).toContain('the peak of 7; the largest is "worker" with up to 5 + 2 pods');
    expect(pods({ type: 'Recreate', rollingUpdate: null })).toContain('the peak of 5; the largest is "worker" with up to 5 + 0 pods');
  });

  const other = (object: KubernetesObject & { readonly spec: object }) => (chart: Chart) =>
    new ExternalService(chart, 'a', { host: 'a.example.com', port: 1, cidrs: ['203.0.113.0/24'] }).add('other', object);
  const template = { spec: { containers: [{ name: 'a', resources: { limits: { cpu: '2', memory: '1Gi' } } }] } };
  const object = (kind: string, spec: object) => ({
    apiVersion: kind === 'DaemonSet' ? 'apps/v1' : 'batch/v1',
    kind,
    metadata: { name: 'a' },
    spec,
  });
  const scaledJob = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', metadata: { name: 'a' } };
  it.each<[string, KubernetesObject & { readonly spec: object }, number]>([
    ['a Job side by side', object('Job', { parallelism: 4, template }), 4],
    ['a Job has left to complete', object('Job', { parallelism: 4, completions: 3, template }), 3],
    ['a CronJob’s Job side by side', object('CronJob', { jobTemplate: { spec: { parallelism: 2, template } } }), 2],
    ['all Jobs of a ScaledJob', { ...scaledJob, spec: { maxReplicaCount: 3, jobTargetRef: { parallelism: 2, template } } }, 6],
    ['there are nodes for a DaemonSet', object('DaemonSet', { template }), 6],
  ])('counts as many pods as %s', (_, controller, pods) => {
    const nodes = { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) };
    expect(refusal(other(controller), { nodes, quota: { ...plenty, pods: 1 } }).join()).toContain(`1 is below the peak of ${pods};`);
  });

  it('takes one node in each zone for a DaemonSet where the environment says nothing of them', () => {
    expect(refusal(other(object('DaemonSet', { template })), { quota: { ...plenty, pods: 2 } }).join()).toContain(
      '2 is below the peak of 3;',
    );
  });

  it('takes a limit for the request that is left out', () => {
    const quota = { ...plenty, cpu: Cpu.units(1), memory: Size.mebibytes(1) };
    const problems = refusal(other(object('Job', { template })), { quota }).join();
    expect(problems).toContain('quota.cpu: 1000m is below the peak of 2000m');
    expect(problems).toContain('quota.memory: 1Mi is below the peak of 1024Mi');
  });

  it('counts the volumes of every pod of a StatefulSet, and claims that stand alone', () => {
    const claim = (storage: string) => ({ metadata: { name: 'data' }, spec: { resources: { requests: { storage } } } });
    const volumes = (chart: Chart) => {
      other({ ...set, spec: { ...set.spec, volumeClaimTemplates: [claim('10Gi'), claim('1Gi')] } })(chart);
      const worker = new Worker(chart, 'worker', { image: IMAGE });
      worker.add('claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...claim('512Mi') });
    };
    expect(refusal(volumes, { quota: { ...plenty, storage: Size.gibibytes(33) } })).toEqual([
      '[test] environment "test".quota.storage: 33792Mi is below the peak of 34304Mi; the largest is "a" with claims of 33792Mi; ' +
        "raise it to at least 34304Mi or lower the workloads' maximum",
    ]);
    expect(synth(volumes, { quota: { ...plenty, storage: Size.mebibytes(34304) } }).all('ResourceQuota')).toHaveLength(1);
    expect(synth(volumes, { quota: plenty }).all('ResourceQuota')).toHaveLength(1);
  });

  it('counts a volume that lasts as long as its pod, also of those that a rollout adds', () => {
    const ephemeral = { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } } };
    const volumes = [{ name: 'scratch', mountPath: '/scratch', ephemeral }];
    const both = (chart: Chart) => {
      new ScheduledTask(chart, 'drill', { image: IMAGE, schedule: '0 3 * * *', volumes });
      new Worker(chart, 'worker', { image: IMAGE, volumes });
    };
    expect(refusal(both, { quota: { ...plenty, storage: Size.gibibytes(10) } })).toEqual([
      expect.stringContaining(`10240Mi is below the peak of ${(1 + 3 + 1) * 10 * 1024}Mi`),
    ]);
  });

  it('follows the size policy of the environment', () => {
    const quota = { cpu: Cpu.millis(900), memory: Size.mebibytes(1152), pods: 21 };
    expect(synth(build, { quota, sizes: { cpu: 0.5, memory: 0.5 } }).all('ResourceQuota')).toHaveLength(1);
  });
});

describe('no quota', () => {
  it('limits nothing', () => {
    const huge = (chart: Chart) => new Worker(chart, 'worker', { image: IMAGE, scaling: { replicas: 1000 } });
    expect(synth(huge).all('ResourceQuota')).toEqual([]);
  });
});
