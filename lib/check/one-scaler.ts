import type { Deployment } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { Check, Finding, Subject } from './check.js';
import { called, finding, ownerOf } from './findings.js';
import { podGroups } from './pod-groups.js';
import { type Scaler, scalersOf } from './replicas.js';

export const oneScaler: Check = {
  id: 'one-scaler',
  title: 'One thing owns the count of a workload: its own field or one scaler, whose least is not above its most',
  acceptable: false,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  scaling: { min: 3, max: 12 },
  patch: { deployment: { spec: { replicas: 3 } } },
});`,
    good: "new WebService(chart, 'api', { image, port: 8080, scaling: { min: 3, max: 12 } });",
  },
  run: (subject) =>
    podGroups(subject.manifests).flatMap(({ manifest }) => {
      const scalers = scalersOf(subject.manifests, manifest.object);
      return [
        ...several(subject, manifest, scalers),
        ...scalers.flatMap((scaler) => [...fixed(subject, manifest, scaler), ...range(subject, scaler)]),
      ];
    }),
};

/** Two of one kind and name are one object; that there are two is the business of another check. */
function several(subject: Subject, workload: Manifest, scalers: readonly Scaler[]): Finding[] {
  const names = [...new Set(scalers.map(({ manifest }) => called(manifest.object)))];
  if (names.length < 2) return [];
  return [
    finding(
      subject,
      workload,
      `${names.join(' and ')} scale ${called(workload.object)} and undo each other; keep one, and give it what the others look at`,
    ),
  ];
}

function fixed(subject: Subject, workload: Manifest, { manifest }: Scaler): Finding[] {
  const { object } = workload;
  const { replicas } = (object as Deployment).spec;
  if (replicas === undefined) return [];
  return [
    finding(
      subject,
      workload,
      `${called(object)} has replicas ${replicas}, and ${called(manifest.object)} scales it: every deployment would set the count back; remove replicas or the scaler`,
    ),
  ];
}

/** Where a component has reported something, it has said this in the words of its own props. */
function range(subject: Subject, { manifest, least, most }: Scaler): Finding[] {
  const said = ownerOf(subject, manifest)?.node.validate() ?? [];
  if (least <= most || said.length > 0) return [];
  return [
    finding(
      subject,
      manifest,
      `${called(manifest.object)} has a least of ${least} above its most of ${most}; raise the most or lower the least`,
    ),
  ];
}
