import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../lib/core/patch.js';
import { type Deployment, type Job, MigrationTask, type Patch, WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { deploymentOf, mainOf } from '../support/objects.js';

const patched = (deployment: Patch<Deployment>) =>
  synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, patch: { deployment } }));
const quotaOfPods = (pods: number) => ({ cpu: Cpu.units(1000), memory: Size.tebibytes(1), pods });
const unpatched = () => synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }));

describe('a patch', () => {
  it('changes what it names, at any depth, and leaves the rest', () => {
    const hostAliases = [{ ip: '10.0.0.1', hostnames: ['legacy'] }];
    const { spec } = deploymentOf(patched({ spec: { template: { spec: { hostAliases } } } }), 'api');
    const before = deploymentOf(unpatched(), 'api').spec;
    expect(spec).toEqual({ ...before, template: { ...before.template, spec: { ...before.template.spec, hostAliases } } });
  });

  it('replaces a list as a whole', () => {
    const tolerations = [{ key: 'dedicated', operator: 'Exists' }];
    expect(deploymentOf(patched({ spec: { template: { spec: { tolerations } } } }), 'api').spec.template.spec.tolerations).toEqual(
      tolerations,
    );
  });

  it('removes what is null', () => {
    const { spec } = deploymentOf(patched({ spec: { template: { spec: { affinity: null } }, revisionHistoryLimit: null } }), 'api');
    expect(spec.template.spec).not.toHaveProperty('affinity');
    expect(spec).not.toHaveProperty('revisionHistoryLimit');
    expect(spec.template.spec).toHaveProperty('topologySpreadConstraints');
  });

  it('may be a function from the object to the one that takes its place', () => {
    const apps = patched((object) => ({
      ...object,
      spec: {
        ...object.spec,
        template: {
          ...object.spec.template,
          spec: {
            ...object.spec.template.spec,
            containers: object.spec.template.spec.containers.map((container) => ({ ...container, stdin: true })),
          },
        },
      },
    }));
    expect(mainOf(apps, 'api')).toEqual({ ...mainOf(unpatched(), 'api'), stdin: true });
  });

  it('is applied before anything is checked: the quota counts the patched replicas', () => {
    const problems = refusal(
      (chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, patch: { deployment: { spec: { replicas: 500 } } } }),
      { quota: quotaOfPods(100) },
    );
    expect(problems).toEqual([expect.stringContaining('environment "test".quota.pods: 100 is below the peak of 501')]);
  });

  it('cannot move an object into another namespace', () => {
    expect(
      refusal(
        (chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, patch: { service: { metadata: { namespace: 'prod' } } } }),
      ),
    ).toEqual(['[test] "api": Service "api" is in namespace prod; an environment writes to test only']);
  });

  it('cannot make a cluster-scoped object', () => {
    const job: Patch<Job> = (object) => ({ ...object, apiVersion: 'batch/v1', kind: 'ClusterJob' as 'Job' });
    expect(refusal((chart) => new MigrationTask(chart, 'migrate', { image: IMAGE, patch: { job } }))).toEqual([
      '[test] "migrate": ClusterJob "migrate" is cluster-scoped and would be shared by every environment; put it into the cluster stack (clusterApps)',
    ]);
  });
});

describe('merging as RFC 7396 says', () => {
  it.each<[object, object, object]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j and %j give %j', (target, patch, result) => {
    expect(applyPatch(target, patch)).toEqual(result);
  });

  it('never changes the object that it was given', () => {
    const target = { a: { b: 'c' } };
    applyPatch(target, { a: { b: 'd' } });
    expect(target).toEqual({ a: { b: 'c' } });
  });
});
