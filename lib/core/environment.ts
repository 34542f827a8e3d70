import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Labels } from './kubernetes.js';

/** How much an environment can lose: `production` spreads over zones and promises it, the others spread as far as they can. */
export type Tier = 'production' | 'staging' | 'development';

/**
 * One place where applications run: one namespace, one Pulumi stack.
 *
 * @example
 * import prodReleases from './releases/prod.json' with { type: 'json' };
 * export const prod = {
 *   name: 'prod', cluster: 'eu-1', namespace: 'acme-prod', tier: 'production', zones: ['a', 'b', 'c'],
 *   domain: 'example.com', releases: prodReleases,
 * } satisfies Environment;
 */
export interface Environment {
  /** Also the name of the Pulumi stack and of the folder below `dist/`. */
  readonly name: string;
  /** Name of the cluster it runs on, one of the platform's `clusters`. */
  readonly cluster: string;
  /** Its own: two environments of a cluster never share one. */
  readonly namespace: string;
  readonly tier: Tier;
  /** The cluster's failure zones, as in `topology.kubernetes.io/zone`. One zone is allowed, and then promised: none. */
  readonly zones: readonly string[];
  /** Host names of routes are below it. */
  readonly domain: string;
  /** Image → tag and digest. @default - every image carries its tag */
  readonly releases?: Releases;
  /** Where images come from. @default - where they say */
  readonly images?: ImagePolicy;
  /** Makes every workload smaller. @default - as the components ask */
  readonly sizes?: SizePolicy;
  /** StorageClass of data volumes: one that binds when the pod is scheduled (`WaitForFirstConsumer`) and can grow. @default - the cluster's default class */
  readonly storageClass?: string;
  /** cert-manager's ClusterIssuer or Issuer for traffic inside the environment. @default - `pulumi up` issues and renews from the stack's seed */
  readonly issuer?: { readonly kind: 'ClusterIssuer' | 'Issuer'; readonly name: string };
  /** The namespace's ResourceQuota. @default - no quota */
  readonly quota?: Quota;
  /** What the nodes offer at least, for checks that ask whether pods find a place. @default - pods of any size fit; one node in a zone */
  readonly nodes?: Nodes;
  /** Addresses that network policies open. @default - DNS in kube-system, nothing else */
  readonly network?: NetworkAddresses;
  /** Prometheus that autoscalers ask, reachable from KEDA: `http://prometheus.monitoring:9090`. @default - triggers name their own */
  readonly prometheus?: string;
  /** Pod Security level that the namespace enforces and warns about, of this Kubernetes version. @default 'v1.30' */
  readonly podSecurityVersion?: string;
}

/** `ghcr.io/acme/shop-api` → what runs. Versions live in one file per environment, so that a promotion is a one-line change. */
export type Releases = Readonly<Record<string, Release>>;
export interface Release {
  readonly tag: string;
  /** `sha256:…`: what the tag must be. @default - whatever the registry gives for the tag */
  readonly digest?: string;
}

export interface ImagePolicy {
  /** Repository prefix of a mirror that keeps the original path: `registry.example.com/mirror`. @default - none */
  readonly mirror?: string;
  /**
   * Repository → what takes its place, before the mirror is asked: another repository, which keeps the tag and digest, or a
   * full reference. `{ 'docker.io/library/busybox': 'registry.example.com/busybox:1.37' }`
   * @default {}
   */
  readonly overrides?: Readonly<Record<string, string>>;
  /** @default 'Always' */
  readonly pullPolicy?: 'Always' | 'IfNotPresent';
  /** Names of existing `kubernetes.io/dockerconfigjson` Secrets in the namespace. @default [] */
  readonly pullSecrets?: readonly string[];
  /** What init containers wait with: any image that has `sh` and `nc`. @default 'docker.io/library/busybox:1.37.0' */
  readonly wait?: string;
}

/** Factors, so that a smaller environment keeps every mechanism and every proportion. */
export interface SizePolicy {
  /** Factor on CPU requests and limits, floor 10m. @default 1 */
  readonly cpu?: number;
  /** Factor on memory requests and limits, floor 32Mi. @default 1 */
  readonly memory?: number;
  /** Factor on data volumes, floor 256Mi. Only for new environments: claims of running ones keep their size. @default 1 */
  readonly storage?: number;
}

/**
 * Requests and object counts only, never limits, and declared rather than computed: a quota that follows the manifests
 * blocks the very rollout that shrinks them. Synth compares it with the peak.
 */
export interface Quota {
  readonly cpu: Cpu;
  readonly memory: Size;
  readonly pods: number;
  /** @default - not counted */
  readonly storage?: Size;
  /** @default - not counted */
  readonly loadBalancers?: number;
}

/** The smallest node's allocatable CPU and memory, and how many nodes each zone has at least. */
export interface Nodes {
  readonly perZone: number;
  /** `kubectl get nodes -o jsonpath='{.items[*].status.allocatable}'` */
  readonly cpu: Cpu;
  readonly memory: Size;
}

/** Pods of a namespace, or an address range. */
export type Peer = { readonly namespace: string; readonly labels?: Labels } | { readonly cidr: string };

export interface NetworkAddresses {
  /** Who answers on port 53. @default { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } */
  readonly dns?: Peer;
  /** The Gateway that routes attach to; pods of its namespace may reach routed services. @default - such routes are refused */
  readonly gateway?: GatewayAddress;
  /** The Ingress controller; pods of its namespace may reach routed services. @default - such routes are refused */
  readonly ingress?: { readonly className: string; readonly namespace: string; readonly from?: readonly Peer[] };
  /** Who scrapes metrics. @default - nobody */
  readonly metrics?: Peer;
  /** Who asks Kafka and other components for metrics to scale on: `{ namespace: 'keda' }`. @default - nobody */
  readonly scalers?: Peer;
  /** The API server after address translation, for components that use it. @default - nobody may */
  readonly apiServer?: { readonly cidrs: readonly string[]; readonly port: number };
}

export interface GatewayAddress {
  readonly name: string;
  readonly namespace: string;
  /**
   * Where its packets come from. Load balancers of a cloud (AWS, GKE) send from address ranges; Cilium's own proxy is in no
   * namespace and no range, and needs a CiliumNetworkPolicy from the entity `ingress` besides.
   * @default - the pods of its namespace
   */
  readonly from?: readonly Peer[];
  /** What it is: synth refuses what this is known to ignore. @default - nothing is known of it */
  readonly implementation?: GatewayImplementation;
  /** GatewayClass, for routes with a certificate of their own. @default - such routes are refused */
  readonly className?: string;
  /** Ports of such a Gateway's listeners; Traefik wants those of its entry points. @default { http: 80, https: 443 } */
  readonly ports?: { readonly http: number; readonly https: number };
  /** Which of the Gateway API's CustomResourceDefinitions the cluster has. @default 'standard' */
  readonly channel?: 'standard' | 'experimental';
}
export type GatewayImplementation = 'aws' | 'cilium' | 'envoy' | 'gke' | 'istio' | 'kgateway' | 'kong' | 'nginx' | 'traefik';

/** One Kubernetes cluster: what exists once for all of its environments. */
export interface Cluster {
  readonly name: string;
  /** Name of its Pulumi stack and of its folder below `dist/`. @default `cluster-<name>` */
  readonly stack?: string;
}

export const stackOf = (cluster: Cluster): string => cluster.stack ?? `cluster-${cluster.name}`;
