import type { Environment } from '../../core/environment.js';
import type { Labels, PodSpec } from '../../core/kubernetes.js';
import { HOSTNAME, ZONE } from '../../core/labels.js';

type Spread = Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'>;

/**
 * Where a Deployment's pods go. Production: evenly over zones, or over nodes where there is one zone, and never otherwise.
 * Other tiers: the same as far as it goes. Nodes with taints are left out of the count: else a cordoned or dead node
 * leaves its replacement Pending and the next rollout hanging. Each rollout is counted by itself (`pod-template-hash`).
 */
export function spread(environment: Environment, selector: Labels): Spread {
  const production = environment.tier === 'production';
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: environment.zones.length > 1 ? ZONE : HOSTNAME,
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
