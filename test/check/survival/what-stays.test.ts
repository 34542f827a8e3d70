import { describe, expect, it } from 'vitest';
import { survivalOf } from '../../../lib/check/survival/index.js';
import { type Chart, type PodDisruptionBudget, Worker } from '../../../lib/index.js';
import { IMAGE } from '../../support/apps.js';
import { first } from '../../support/objects.js';
import { api, nodes, subjectOf } from './services.js';

const left = (build: (chart: Chart) => unknown) => {
  const { ready, zone, node, drain } = first(survivalOf(subjectOf(build)));
  return { ready, zone: zone.left, node: node.left, drain: drain.left };
};

describe('what stays ready', () => {
  it.each([
    [2, 1],
    [3, 2],
    [4, 2],
    [7, 4],
    [12, 8],
  ])('of %i replicas over three zones are %i', (replicas, stay) => {
    expect(left(api(replicas))).toEqual({ ready: replicas, zone: stay, node: stay, drain: replicas - 1 });
  });

  it('is counted from the least that a scaler may leave', () => {
    expect(left(api(9, {}, { scaling: { min: 3, max: 9 } })).ready).toBe(3);
    expect(left(api(9, {}, { scaling: { min: 2, max: 9, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 4 } } })).ready).toBe(2);
  });

  it('is not asked of what scales to nothing, nor of a cluster', () => {
    const idle = (chart: Chart) =>
      new Worker(chart, 'idle', {
        image: IMAGE,
        scaling: { min: 0, max: 3, cron: { start: '0 8 * * *', end: '0 9 * * *', replicas: 2 } },
      });
    expect(survivalOf(subjectOf(idle))).toEqual([]);
    expect(survivalOf({ ...subjectOf(api(3)), environment: undefined })).toEqual([]);
  });

  it('is shown by a placement', () => {
    const { zone } = first(survivalOf(subjectOf(api(4), nodes(2))));
    expect(zone.fewest?.at).toBe('a');
    expect(zone.fewest?.placement.map(({ node, pods }) => `${node}: ${pods}`)).toEqual(['a-1: 2', 'b-1: 1', 'c-1: 1']);
  });
});

describe('a drain', () => {
  const under = (spec: Partial<PodDisruptionBudget['spec']>) =>
    api(5, { topologySpreadConstraints: [] }, { patch: { podDisruptionBudget: { spec: { maxUnavailable: null, ...spec } } } });

  it.each([
    [{ maxUnavailable: 1 }, 4, true],
    [{ maxUnavailable: '30%' }, 3, true],
    [{ maxUnavailable: '100%' }, 0, true],
    [{ maxUnavailable: 0 }, 5, false],
    [{ maxUnavailable: '0%' }, 5, false],
    [{ minAvailable: 2 }, 2, true],
    [{ minAvailable: '50%' }, 3, true],
    [{ minAvailable: 5 }, 5, false],
    [{ minAvailable: 9 }, 5, false],
    [{}, 5, false],
  ])('of five pods on one node under %j leaves %i, and its end is %s', (spec, stay, ends) => {
    const [survival] = survivalOf(subjectOf(under(spec)));
    expect([survival?.drain.left, survival?.drain.ends]).toEqual([stay, ends]);
  });

  it('never ends under two budgets, since the API refuses every eviction', () => {
    const twice = (chart: Chart) => {
      const service = api(3)(chart);
      const labels = { 'app.kubernetes.io/instance': 'api' };
      service.add('second', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'second' },
        spec: { selector: { matchLabels: labels }, maxUnavailable: 1 },
      } as PodDisruptionBudget);
    };
    expect(first(survivalOf(subjectOf(twice))).drain).toMatchObject({ left: 3, ends: false });
  });

  it('takes all pods of a node at once without a budget', () => {
    const without = (chart: Chart) => {
      const service = api(3, { topologySpreadConstraints: [] })(chart);
      service.node.tryRemoveChild('pod-disruption-budget');
    };
    expect(first(survivalOf(subjectOf(without))).drain).toMatchObject({ left: 0, ends: true });
  });
});
