import type { Deployment, PodDisruptionBudget, Service } from '../../../core/kubernetes.js';
import type { Patch } from '../../../core/patch.js';
import type { Resources } from '../../../workload/workload.props.js';

export interface RedisProxyProps {
  /** HAProxy, with or without a tag. @default docker.io/library/haproxy:3.2.9 */
  readonly image?: string;
  /** @default - 3 in production, 2 elsewhere */
  readonly replicas?: number;
  /** @default 100m CPU, 64Mi memory */
  readonly resources?: Resources;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: {
    readonly deployment?: Patch<Deployment>;
    readonly podDisruptionBudget?: Patch<PodDisruptionBudget>;
    readonly service?: Patch<Service>;
  };
}
