import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../../lib/check/check.js';
import { CHECKS, runChecks } from '../../lib/check/index.js';
import { network } from '../../lib/check/network.js';
import { references } from '../../lib/check/references.js';
import { selectors } from '../../lib/check/selectors.js';
import type { KubernetesObject } from '../../lib/index.js';
import { build, edgesOf, shop } from './arbitrary.js';

const always = (property: (subject: Subject, of: Parameters<typeof build>[0]) => void) =>
  fc.assert(
    fc.property(shop, (of) => property({ ...build(of).stack, problems: [] }, of)),
    { numRuns: 30 },
  );
const keeping = (subject: Subject, isKept: (object: KubernetesObject) => boolean): Subject => ({
  ...subject,
  manifests: subject.manifests.filter(({ object }) => isKept(object)),
});

describe('of any application, the checks', () => {
  it('find nothing, and nothing that changes while it stays as it is', () => {
    always((subject) => {
      expect(runChecks({ ...subject, previous: subject.files })).toEqual({ problems: [], accepted: [] });
    });
  });

  it('find the same whatever the order of its objects', () => {
    always((subject, of) => {
      const [edge] = edgesOf(of);
      const broken = keeping(subject, ({ metadata }) => metadata.name !== `${edge?.to}-from-${edge?.from}`);
      const sentences = (manifests: Subject['manifests']) =>
        CHECKS.flatMap((check) => check.run({ ...broken, manifests }).map(({ problem }) => problem)).sort();
      expect(sentences(broken.manifests.toReversed())).toEqual(sentences(broken.manifests));
    });
  });

  it('find each policy that is missing on either end of a connection, and no other', () => {
    always((subject, of) => {
      for (const { from, to } of edgesOf(of)) {
        for (const [missing, other, owner] of [
          [`${from}-to-${to}`, `${to}-from-${from}`, to],
          [`${to}-from-${from}`, `${from}-to-${to}`, from],
        ]) {
          const found = network.run(keeping(subject, ({ metadata }) => metadata.name !== missing));
          expect(found).toEqual([{ app: 'shop', component: owner, problem: expect.stringContaining(`NetworkPolicy "${other}"`) }]);
        }
      }
    });
  });

  it('find whoever selects or scales the pods of a Deployment that is gone', () => {
    always((subject) => {
      const without = keeping(subject, ({ kind, metadata }) => !(kind === 'Deployment' && metadata.name === 'api'));
      const names = (kind: string) =>
        subject.manifests.flatMap(({ component, object }) => (object.kind === kind && component === 'api' ? [called(object)] : []));
      const found = [...selectors.run(without), ...references.run(without)].map(({ problem }) => problem);
      expect(found).toEqual([...names('Service'), ...names('HorizontalPodAutoscaler')].map((name) => expect.stringContaining(name)));
    });
  });
});

const called = ({ kind, metadata }: KubernetesObject) => `${kind} "${metadata.name}"`;
