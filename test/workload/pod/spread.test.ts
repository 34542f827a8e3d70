import { describe, expect, it } from 'vitest';
import { type Environment, MigrationTask, WebService } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { first, jobOf, podOf } from '../../support/objects.js';

const spreadIn = (environment: Partial<Environment>) => {
  const pod = podOf(
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }), environment),
    'api',
  );
  expect(pod.topologySpreadConstraints).toHaveLength(1);
  return { constraint: first(pod.topologySpreadConstraints), affinity: pod.affinity };
};
const ZONE = 'topology.kubernetes.io/zone';
const NODE = 'kubernetes.io/hostname';
const selector = { matchLabels: { 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' } };

describe('pods', () => {
  it.each<[Environment['tier'], string[], string, string]>([
    ['production', ['a', 'b', 'c'], ZONE, 'DoNotSchedule'],
    ['production', ['a', 'b'], ZONE, 'DoNotSchedule'],
    ['production', ['a'], NODE, 'DoNotSchedule'],
    ['staging', ['a', 'b', 'c'], ZONE, 'ScheduleAnyway'],
    ['staging', ['a'], NODE, 'ScheduleAnyway'],
    ['development', ['a', 'b', 'c'], ZONE, 'ScheduleAnyway'],
    ['development', ['a'], NODE, 'ScheduleAnyway'],
  ])('in %s over zones %j are spread by %s, else %s', (tier, zones, topologyKey, whenUnsatisfiable) => {
    expect(spreadIn({ tier, zones }).constraint).toMatchObject({ maxSkew: 1, topologyKey, whenUnsatisfiable });
  });

  it.each(['production', 'staging', 'development'] as const)(
    'in %s are counted on nodes without taints, each rollout by itself, of their own component',
    (tier) => {
      expect(spreadIn({ tier }).constraint).toMatchObject({
        nodeTaintsPolicy: 'Honor',
        matchLabelKeys: ['pod-template-hash'],
        labelSelector: selector,
      });
    },
  );

  it('would rather not share a node, but may', () => {
    expect(spreadIn({}).affinity).toEqual({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: NODE, labelSelector: selector } }],
      },
    });
  });

  it('of a task go anywhere', () => {
    const apps = synth((chart) => new MigrationTask(chart, 'migrate', { image: IMAGE }));
    expect(jobOf(apps, 'migrate').spec.template.spec.topologySpreadConstraints).toBeUndefined();
  });
});
