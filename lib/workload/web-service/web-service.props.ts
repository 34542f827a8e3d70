import type { Service } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { HttpRoute } from '../../network/route.objects.js';
import type { DeploymentPatches } from '../deployment/add-deployment.js';
import type { ReplicatedProps } from '../workload.props.js';

export interface WebServiceProps extends ReplicatedProps {
  /** Where the container listens, and the Service's port. 1024 to 65535. */
  readonly port: number;
  /** What it speaks: decides the default probes and the Service's `appProtocol`. @default 'http' */
  readonly protocol?: 'http' | 'grpc';
  /**
   * How others reach it: `cluster` is one virtual address, `headless` is every pod's (for clients that balance by
   * themselves, as gRPC's do), `load-balancer` is an address outside of the cluster.
   * @default - 'cluster'; for gRPC 'headless', where one long connection would otherwise hold on to one pod
   */
  readonly expose?: 'cluster' | 'headless' | 'load-balancer';
  /** Traffic from outside, by the environment's Gateway. @default - none */
  readonly route?: Route;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: DeploymentPatches & { readonly service?: Patch<Service>; readonly route?: Patch<HttpRoute> };
}

export interface Route {
  /** Joined to the environment's domain: `shop` in `example.com` is `shop.example.com`. */
  readonly host: string;
  /** Path prefixes. @default ['/'] */
  readonly paths?: readonly string[];
}
