import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Usable } from '../core/connection.js';
import type { Container, PolicyRule, Toleration, Volume, VolumeMount } from '../core/kubernetes.js';
import type { SecretReference } from '../core/secrets.js';
import type { Scaling } from './scale/scaling.props.js';

/** What a container asks for and may use. */
export interface Resources {
  /** @default 50m */
  readonly cpu?: Cpu;
  /** None by default: a limit throttles a container while its node idles. @default - no limit */
  readonly cpuLimit?: Cpu;
  /** @default 64Mi */
  readonly memory?: Size;
  /** @default - 1.5 × memory */
  readonly memoryLimit?: Size;
  /** Request for container logs and `/tmp`; the limit is four times as much. @default 64Mi */
  readonly ephemeralStorage?: Size;
}

/** Files of a ConfigMap. Their hash annotates the pods, so that a change rolls them. */
export interface ConfigFiles {
  /** Absolute path of the folder. */
  readonly mountPath: string;
  /** File name → content. */
  readonly files: Readonly<Record<string, string>>;
}

/** A volume and where it is mounted: any source that restricted Pod Security allows. */
export type MountedVolume = Volume & Pick<VolumeMount, 'mountPath' | 'subPath' | 'readOnly'>;

/** A container beside the main one. What it leaves out (security context, resources, pull policy) is filled in. */
export type ExtraContainer = Container & { readonly image: string };

/** What every workload has, whether it serves or runs to an end. */
export interface WorkloadProps {
  /** Repository; the tag and digest stand in the environment's releases, or here: `ghcr.io/acme/api:1.4.2`. */
  readonly image: string;
  /** @default - the image's entry point */
  readonly command?: readonly string[];
  /** @default - the image's arguments */
  readonly args?: readonly string[];
  /** Literals and references to secrets. `$(NAME)` refers to a variable of a connection. @default {} */
  readonly env?: Readonly<Record<string, string | SecretReference>>;
  /** Components and external services it connects to: variables, secrets and network access. @default [] */
  readonly uses?: readonly Usable[];
  /** How long an init container waits for the addresses of `uses` before the pod fails with a message. @default - no waiting */
  readonly waitForConnections?: Duration;
  /** @default - none */
  readonly config?: ConfigFiles;
  /** @default - see each field */
  readonly resources?: Resources;
  /** User, group and fsGroup of the pod. @default 10001 */
  readonly user?: number;
  /** @default [] */
  readonly volumes?: readonly MountedVolume[];
  /** Containers that start before the main one and end after it (`restartPolicy: Always`). @default [] */
  readonly sidecars?: readonly ExtraContainer[];
  /** Containers beside the main one, without an order. @default [] */
  readonly containers?: readonly ExtraContainer[];
  /** Containers that end before the main one starts. @default [] */
  readonly initContainers?: readonly ExtraContainer[];
  /** @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Besides the defaults. @default [] */
  readonly tolerations?: readonly Toleration[];
  /** PriorityClass; the cluster stack makes evenkeel-data, evenkeel-service and evenkeel-batch. @default - by kind */
  readonly priority?: string;
  /** Access to the Kubernetes API in its own namespace: a Role with these rules, a bound token, and the network opened. @default - none */
  readonly kubernetesApi?: readonly PolicyRule[];
  /** Who it is at a cloud: `{ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::…' }`. @default {} */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** Findings that are meant to be, its parts' too, each with its reason: `{ 'secret-literal': 'TOKEN is the name of a currency' }`. @default {} */
  readonly accept?: Readonly<Record<string, string>>;
}

/** How a probe asks. Without a port, the main one. */
export type ProbeHandler =
  | { readonly http: string; readonly port?: number }
  | { readonly grpc: string; readonly port?: number }
  | { readonly tcp: number }
  | { readonly exec: readonly string[] };

export interface ProbeProps {
  /** @default - by protocol: see the probes of the component */
  readonly handler?: ProbeHandler;
  /** From the container's start until it is asked first. */
  readonly delay?: Duration;
  readonly period?: Duration;
  readonly timeout?: Duration;
  /** Failures in a row that count. */
  readonly failures?: number;
}

export interface Probes {
  /** Until it passes, the others wait. @default - as liveness, every 2 s, 30 times: a minute to start */
  readonly startup?: ProbeProps;
  /** Whether it can serve now. @default GET /readyz from 5 s after the start, every 5 s, out after 2 failures */
  readonly readiness?: ProbeProps;
  /** Whether the process is wedged; never asks dependencies. @default GET /healthz every 10 s, restarted after 6 failures */
  readonly liveness?: ProbeProps;
}

/** What a workload that runs on and on has besides: a Deployment's life. */
export interface ReplicatedProps extends WorkloadProps {
  /** @default - 3 replicas in production, 2 elsewhere */
  readonly scaling?: Scaling;
  /** @default - see each field */
  readonly probes?: Probes;
  /** @default - 10 s for endpoints to drop the pod, then 20 s from SIGTERM to its end */
  readonly shutdown?: { readonly drain?: Duration; readonly timeout?: Duration };
  /** @default - 5 s ready before it counts; deadline from the probes' windows */
  readonly rollout?: { readonly minReady?: Duration; readonly progressDeadline?: Duration };
  /** Where Prometheus reads, on a port of its own that no route reaches. @default port 9090, /metrics */
  readonly metrics?: { readonly port: number; readonly path: string } | 'none';
}
