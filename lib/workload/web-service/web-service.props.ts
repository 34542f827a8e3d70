import type { Service } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { Route, RoutePatches } from '../../network/route/index.js';
import type { DeploymentPatches } from '../deployment/add-deployment.js';
import type { Scaling } from '../scale/scaling.props.js';
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
  /** Traffic from outside, by the environment's Gateway or Ingress controller. @default - none */
  readonly route?: Route;
  /** @default - one version */
  readonly canary?: Canary;
  /** @default - one version */
  readonly blueGreen?: BlueGreen;
  /** Changes to the objects it makes, before they are checked. @default - none */
  readonly patch?: DeploymentPatches & RoutePatches & { readonly service?: Patch<Service> };
}

/** A second version beside this one, which gets a share of the route's requests. In-cluster clients stay with this one. */
export interface Canary {
  /** Its image, with a tag or digest of its own. */
  readonly image: string;
  /** Percent of the route's requests, 0 to 100. 0 keeps it running without any: the way back while it is looked at. */
  readonly weight: number;
  /** @default - as the service */
  readonly scaling?: Scaling;
}

/**
 * Two versions, each with its pods; the Service, and with it the route and new connections of clients, is at one of them.
 * The other one's own Service `<name>-green` is there to try it before the switch. With an autoscaler the idle one is at its
 * minimum: raise `scaling.min` to what runs before the switch. Clients that keep a connection (gRPC) stay where they are.
 */
export interface BlueGreen {
  /** The second version's image, with a tag or digest of its own; `image` of the service is blue. */
  readonly green: string;
  /** Who gets the requests. Change it, and nothing else in the same release, to switch and to switch back. */
  readonly active: 'blue' | 'green';
}
