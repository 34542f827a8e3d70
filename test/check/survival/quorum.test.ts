import { describe, expect, it } from 'vitest';
import { survival } from '../../../lib/check/survival/index.js';
import { type Chart, type Claim, Component, type Environment, type KubernetesObject, type PodSpec } from '../../../lib/index.js';
import { IMAGE } from '../../support/apps.js';
import { HOSTNAME, nodes, spread, subjectOf, ZONE } from './services.js';

/** Pods of which two must agree. */
class Quorum extends Component {
  readonly endpoints = [];
  readonly alerts = [];

  constructor(
    chart: Chart,
    spec: Partial<PodSpec>,
    replicas: number,
    readonly claim: Claim,
  ) {
    super(chart, 'store', { kind: 'quorum', stage: 'data' });
    const name = 'store-members';
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'store' };
    const selector = { matchLabels: labels };
    const container = { name, image: IMAGE };
    this.add('members', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name },
      spec: { replicas, selector, serviceName: name, template: { metadata: { labels }, spec: { containers: [container], ...spec } } },
    } as KubernetesObject);
    this.add('budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { selector, maxUnavailable: 1 },
    } as KubernetesObject);
  }
}
const quorum = (spec: Partial<PodSpec>, replicas: number, claim: Claim) => (chart: Chart) => new Quorum(chart, spec, replicas, claim);
const told = (build: (chart: Chart) => unknown, environment: Partial<Environment>) =>
  survival.run(subjectOf(build, environment)).map(({ problem }) => problem);
const members = { matchLabels: { 'app.kubernetes.io/name': 'store-members', 'app.kubernetes.io/instance': 'store' } };

describe('a quorum', () => {
  it('is refused where one zone, or one node, may hold more than it can lose', () => {
    const spec = { topologySpreadConstraints: [spread(ZONE, { labelSelector: members })] };
    const build = quorum(spec, 3, { zones: 1, nodes: 1, needs: 2 });
    expect(told(build, { zones: ['a', 'b'] })).toEqual([
      'quorum "store": StatefulSet "store-members" claims to survive the loss of a zone, but 3 replicas over 2 zones leave too few: ' +
        'zone a with 2 of 3 pods goes, 1 stays ready of the 2 that it needs; add zones or replicas',
      'quorum "store": StatefulSet "store-members" claims to survive the loss of a node, but 3 replicas over 2 nodes leave too few: ' +
        'node a-1 with 2 of 3 pods goes, 1 stays ready of the 2 that it needs; add nodes or replicas',
    ]);
    expect(told(build, { zones: ['a', 'b', 'c'] })).toEqual([]);
  });

  it('may wait for a lost node, which has its volume', () => {
    const spec = { topologySpreadConstraints: [spread(ZONE, { labelSelector: members, nodeTaintsPolicy: 'Ignore' })] };
    expect(told(quorum(spec, 3, { zones: 1, nodes: 1, needs: 2 }), {})).toEqual([]);
  });

  it('is refused where evicted members find no place and the budget then lets no more go', () => {
    const inTwos = spread(HOSTNAME, { labelSelector: members, maxSkew: 2, nodeTaintsPolicy: 'Ignore' });
    const build = quorum({ topologySpreadConstraints: [inTwos] }, 5, { zones: 0, nodes: 1, needs: 2 });
    expect(told(build, { zones: ['a'], ...nodes(2) })).toEqual([
      'quorum "store": StatefulSet "store-members" claims to survive a drain, but its spread over kubernetes.io/hostname counts a cordoned ' +
        'or dead node as an empty one: the drain of node a-1 with 3 of 5 pods never ends, since 1 evicted pod finds no place again ' +
        'and its PodDisruptionBudget keeps 4 ready; add nodeTaintsPolicy: Honor',
    ]);
  });
});
