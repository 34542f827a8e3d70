import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { MigrationTask, Secret } from '../../lib/index.js';
import { IMAGE, synth } from '../support/apps.js';
import { first, jobOf, objectsOf } from '../support/objects.js';

describe('a migration of an image', () => {
  const apps = synth((chart) => new MigrationTask(chart, 'migrate', { image: IMAGE }));
  const { spec } = jobOf(apps, 'migrate');

  it('makes an account and a Job, and nothing else', () => {
    expect(objectsOf(apps, 'migrate')).toEqual(['Job/migrate', 'ServiceAccount/migrate']);
  });

  it('ends before the workloads of its release roll', () => {
    expect(apps.stack.manifests.find(({ object }) => object.kind === 'Job')?.stage).toBe('tasks');
  });

  it('is kept when it has ended: gone, it would run again at the next deployment', () => {
    expect(spec.ttlSecondsAfterFinished).toBeUndefined();
  });

  it('gives up after an hour or three fresh pods, and does not count those lost to a drain', () => {
    expect(spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 3 });
    expect(first(spec.podFailurePolicy?.rules)).toEqual({
      action: 'Ignore',
      onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
    });
    expect(spec.template.spec.restartPolicy).toBe('Never');
  });

  it('has the priority of a service, because services wait for it', () => {
    expect(spec.template.spec.priorityClassName).toBe('evenkeel-service');
  });
});

describe('a migration with every prop', () => {
  it('has them all', () => {
    const apps = synth((chart) => {
      new MigrationTask(chart, 'migrate', {
        image: IMAGE,
        args: ['migrate', '--to=latest'],
        deadline: Duration.minutes(10),
        retries: 1,
        config: { mountPath: '/etc/migrate', files: { 'a.sql': 'select 1;' } },
        env: { PASSWORD: Secret.derived('owner', { generation: 2 }) },
        patch: { job: { spec: { completions: 1 } } },
      });
    });
    const { spec } = jobOf(apps, 'migrate');
    expect(spec).toMatchObject({ activeDeadlineSeconds: 600, backoffLimit: 1, completions: 1 });
    expect(first(spec.template.spec.containers).args).toEqual(['migrate', '--to=latest']);
    expect(Object.keys(spec.template.metadata.annotations ?? {}).sort()).toEqual([
      'evenkeel.dev/config-hash',
      'evenkeel.dev/secret-generations',
    ]);
  });
});
