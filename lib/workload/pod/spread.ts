import type { Environment } from '../../core/environment.js';
import type { Labels, PodSpec } from '../../core/kubernetes.js';
import { HOSTNAME, ZONE } from '../../core/labels.js';

type Spread = Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'>;

/**
 * Where a Deployment's pods go. Production: evenly over zones, or over nodes where there is one zone, and never otherwise.
 * Other tiers: the same as far as it goes. Nodes with taints are left out of the count: else a cordoned or dead node
 * leaves its replacement Pending and the next rollout hanging. Each rollout is counted by itself (`pod-template-hash`).
 * Where `inEachZone` is asked for, production takes that price: pods of a zone that is lost wait for it, and are in it again
 * when it is back, since nobody would move them there.
 */
export function spread(environment: Environment, selector: Labels, inEachZone = false): Spread {
  const production = environment.tier === 'production';
  const zones = environment.zones.length;
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: zones > 1 ? ZONE : HOSTNAME,
        ...(inEachZone && production && zones > 1 ? { minDomains: zones } : {}),
        whenUnsatisfiable: production ? 'DoNotSchedule' : 'ScheduleAnyway',
        nodeTaintsPolicy: 'Honor',
        matchLabelKeys: ['pod-template-hash'],
        labelSelector: { matchLabels: selector },
      },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: HOSTNAME, labelSelector: { matchLabels: selector } } },
        ],
      },
    },
  };
}
