import { describe, expect, it } from 'vitest';
import { type Chart, type Environment, WebService } from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { apart, api, HOSTNAME, nodes, spread, ZONE } from './services.js';

const sentences = (build: (chart: Chart) => unknown, environment: Partial<Environment> = {}) =>
  refusal((chart) => void build(chart), environment).map((problem) => problem.replace('[test] web-service "api": ', ''));

const accepted = (build: (chart: Chart) => unknown, environment: Partial<Environment> = {}) =>
  expect(synth((chart) => void build(chart), environment).all('Deployment')).toHaveLength(1);

describe('a service that claims to survive the loss of a zone', () => {
  it('is refused where nothing keeps its pods out of one zone', () => {
    expect(sentences(api(2, { topologySpreadConstraints: [] }))).toEqual([
      'claims to survive the loss of a zone, but 2 replicas may all be in one zone (no hard spread of exactly its pods over zones): ' +
        'zone a with 2 of 2 pods goes, 0 stay ready; ' +
        'spread them over topology.kubernetes.io/zone with DoNotSchedule and nodeTaintsPolicy: Honor',
    ]);
  });

  it.each([
    ['soft', [spread(ZONE, { whenUnsatisfiable: 'ScheduleAnyway' })]],
    ['over nodes', [spread(HOSTNAME)]],
    ['of more pods than its own', [spread(ZONE, { labelSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'shop' } } })]],
  ])('is refused where its spread is %s', (_, topologySpreadConstraints) => {
    const build = (chart: Chart) => {
      new WebService(chart, 'other', { image: IMAGE, port: 8080 });
      return api(3, { topologySpreadConstraints })(chart);
    };
    const told = sentences(build, nodes(3)).filter((sentence) => sentence.startsWith('claims'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('3 replicas may all be in one zone');
    expect(told[0]).toContain('with 3 of 3 pods');
  });

  it('is refused where a large skew lets them crowd it', () => {
    expect(sentences(api(3, { topologySpreadConstraints: [spread(ZONE, { maxSkew: 3 })] }))).toEqual([
      'claims to survive the loss of a zone, but maxSkew 3 lets its pods crowd one zone: ' +
        'zone a with 3 of 3 pods goes, 0 stay ready; lower maxSkew to 1',
    ]);
  });

  it('is refused where a rollout would count old and new pods together', () => {
    const together = { topologySpreadConstraints: [spread(ZONE, { matchLabelKeys: [] })] };
    expect(sentences(api(2, together), { zones: ['a', 'b'] })).toEqual([
      'claims to survive the loss of a zone, but a rollout counts its old and new pods together: ' +
        'zone a with 2 of 2 pods goes, 0 stay ready; add pod-template-hash to the matchLabelKeys of its topologySpreadConstraints',
    ]);
    accepted(api(3, together));
  });

  it('is refused where its pods are held in one zone', () => {
    const problem =
      'claims to survive the loss of a zone, but its pods may run in zone b only: zone b with 3 of 3 pods (b-1: 2, b-2: 1) goes, 0 stay ready; ' +
      'remove that from its nodeSelector or node affinity';
    const byNode = { topologySpreadConstraints: [spread(ZONE), spread(HOSTNAME)] };
    expect(sentences(api(3, byNode, { nodeSelector: { [ZONE]: 'b' } }), nodes(2))).toEqual([problem]);
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'NotIn', values: ['a', 'c'] }] }],
      },
    };
    expect(sentences(api(3, { ...byNode, affinity: { nodeAffinity } }), nodes(2))).toEqual([problem]);
  });

  it('is refused where those of a dead zone would wait for it', () => {
    expect(sentences(api(3, { topologySpreadConstraints: [spread(ZONE, { nodeTaintsPolicy: 'Ignore' })] }), nodes(2))).toEqual([
      'claims to survive the loss of a zone, but its spread over topology.kubernetes.io/zone counts a cordoned or dead node as an empty one: ' +
        'zone a with 1 of 3 pods goes, 2 stay ready and 1 finds no place again; add nodeTaintsPolicy: Honor',
    ]);
  });
});

describe('a service that claims to survive the loss of a node', () => {
  it('is refused where it has one replica by its own patch', () => {
    const one = api(3, {}, { patch: { deployment: { spec: { replicas: 1 } } } });
    expect(sentences(one)).toEqual([
      'claims to survive the loss of a zone, but its 1 replica is no more than the 1 that must stay ready: ' +
        'zone a with 1 of 1 pod goes, 0 stay ready; raise the replicas to at least 2',
    ]);
  });

  it('is refused where all may be on one', () => {
    expect(sentences(api(3, { topologySpreadConstraints: [] }), { zones: ['a'] })).toEqual([
      'claims to survive the loss of a node, but 3 replicas may all be on one node (no hard spread of exactly its pods over nodes): ' +
        'node a-1 with 3 of 3 pods goes, 0 stay ready; spread them over kubernetes.io/hostname with DoNotSchedule and nodeTaintsPolicy: Honor',
    ]);
  });

  it('is refused where there is one node', () => {
    expect(sentences(api(3), { zones: ['a'], ...nodes(1) })).toEqual([
      'claims to survive the loss of a node, but environment "test" has one node: node a-1 with 3 of 3 pods goes, 0 stay ready; ' +
        'give it more nodes, and say so in its nodes.perZone',
    ]);
  });

  it('is refused where anti-affinity leaves no node for a lost pod', () => {
    const told =
      'but its required anti-affinity allows one pod per node: node a-1 with 1 of 4 pods goes, 3 stay ready and 1 finds no place again; ' +
      "lower the replicas, say in the environment's nodes.perZone that there are more nodes, or use a topologySpreadConstraint with nodeTaintsPolicy: Honor";
    const build = api(4, { ...apart(HOSTNAME), topologySpreadConstraints: [spread(ZONE)] });
    expect(sentences(build, { zones: ['a', 'b'], ...nodes(2) })).toEqual([
      `claims to survive the loss of a zone, ${told.replace('node a-1 with 1 of 4 pods goes, 3 stay ready and 1 finds', 'zone a with 2 of 4 pods (a-1: 1, a-2: 1) goes, 2 stay ready and 2 find')}`,
    ]);
    expect(sentences(api(4, apart(HOSTNAME)), { zones: ['a'], ...nodes(4) })).toEqual([`claims to survive the loss of a node, ${told}`]);
    accepted(api(4, apart(HOSTNAME)), { zones: ['a'], ...nodes(5) });
  });

  it('is refused where its pods stay on a dead node', () => {
    expect(sentences(api(3, {}, { tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists' }] }))).toEqual([
      'claims to survive the loss of a zone, but its pods tolerate node.kubernetes.io/unreachable without end, and stay bound to a dead node: ' +
        'zone a with 1 of 3 pods goes, 2 stay ready and 1 finds no place again; give that toleration the effect NoExecute and tolerationSeconds',
    ]);
  });

  it('is refused where two hard spreads leave no node for a lost pod', () => {
    const both = { topologySpreadConstraints: [spread(ZONE), spread(HOSTNAME)] };
    expect(sentences(api(9, both), nodes(2))).toEqual([
      'claims to survive the loss of a node, but its hard spreads exclude each other on so few nodes: ' +
        'node a-1 with 2 of 9 pods goes, 7 stay ready and 1 finds no place again; keep the one over zones and make the other soft',
    ]);
    accepted(api(6, both), nodes(2));
  });
});

describe('a service', () => {
  it.each([
    ['production', 3, ['a', 'b', 'c']],
    ['production', 2, ['a', 'b']],
    ['production', 30, ['a', 'b', 'c']],
    ['production', 3, ['a']],
    ['staging', 1, ['a']],
  ] as const)('as the library makes it for %s is accepted with %i replicas over zones %j', (tier, replicas, zones) => {
    accepted(api(replicas), { tier, zones });
  });

  it('that claims nothing is not asked', () => {
    accepted(api(1, { topologySpreadConstraints: [] }));
    accepted(api(3, { topologySpreadConstraints: [] }), { tier: 'staging' });
  });

  it('may be held to nodes with a label that every zone has', () => {
    accepted(api(3, {}, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }));
  });

  it('is refused where it is held to a zone that is not there', () => {
    expect(sentences(api(3, {}, { nodeSelector: { [ZONE]: 'd' } }))[0]).toBe(
      'claims to survive the loss of a zone, but its pods may run in none of the zones a, b, c: no pod finds a place; ' +
        'remove that from its nodeSelector or node affinity',
    );
  });

  it('may accept what it is refused for, with its reason', () => {
    accepted(api(2, { topologySpreadConstraints: [] }, { accept: { survival: 'runs on the edge, where there is one node' } }));
  });
});
