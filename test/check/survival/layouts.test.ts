import { describe, expect, it } from 'vitest';
import { synthesize } from '../../../lib/index.js';
import { LAYOUTS } from '../../e2e/layouts.choose.js';
import { type Layout, layoutsApp, layoutsEnvironment } from '../../e2e/layouts.js';
import { predictionsText, renderLayouts, type Verdict } from '../../e2e/layouts.predict.js';
import { problemsOf } from '../../support/apps.js';

const { predicted } = renderLayouts(LAYOUTS);
const survivesAll = ({ zone, node, drain }: Verdict) => zone.survives && node.survives && drain.survives;
const failing = predicted.filter(({ verdict }) => !survivesAll(verdict));

describe('the predictions', () => {
  it('are committed as the check makes them (npx vitest run test/check/survival -u)', async () => {
    await expect(predictionsText(predicted)).toMatchFileSnapshot('../../e2e/survival.predictions.json');
  });

  it('are of thirty layouts, of which at least ten fail and ten survive everything', () => {
    expect(predicted).toHaveLength(30);
    expect(failing.length).toBeGreaterThanOrEqual(10);
    expect(predicted.length - failing.length).toBeGreaterThanOrEqual(10);
  });

  it.each(['zone', 'node', 'drain'] as const)('of a %s go both ways', (fault) => {
    expect(new Set(predicted.map(({ verdict }) => verdict[fault].survives))).toEqual(new Set([true, false]));
  });

  it.each<[keyof Layout, readonly Layout[keyof Layout][]]>([
    ['replicas', [1, 2, 3, 4, 5, 6]],
    ['zones', ['hard', 'hard, taints ignored', 'none', 'soft']],
    ['nodes', ['apart', 'hard', 'hard, taints ignored', 'none']],
    ['pin', ['none', 'to a node', 'to a zone']],
    ['budget', ['maxUnavailable 0', 'maxUnavailable 1', 'minAvailable 50%', 'minAvailable all', 'minAvailable all but one']],
  ])('are of layouts with every %s', (field, values) => {
    expect([...new Set(LAYOUTS.map((layout) => layout[field]))].sort()).toEqual(values);
  });

  it('are what synth refuses: every layout that fails and claims to survive, and no other', () => {
    const platform = { clusters: [{ name: layoutsEnvironment.cluster }], environments: [layoutsEnvironment], apps: [layoutsApp(LAYOUTS)] };
    const problems = problemsOf(() => synthesize(platform, layoutsEnvironment.name));
    const refused = problems.map((problem) => /^\[layouts\] web-service "(layout-\d\d)": /.exec(problem)?.[1]);
    // A single replica claims nothing; only its budget can be refused.
    const wanted = failing.filter(({ layout, verdict }) => layout.replicas > 1 || !verdict.drain.ends);
    expect([...new Set(refused)].sort()).toEqual(wanted.map(({ layout }) => layout.name));
  });
});
