import type { DeploymentPatches } from '../deployment/add-deployment.js';
import type { ReplicatedProps } from '../workload.props.js';

export interface WorkerProps extends ReplicatedProps {
  /** Where its health endpoints `/readyz` and `/healthz` listen, for the kubelet alone. @default 8080 */
  readonly healthPort?: number;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: DeploymentPatches;
}
