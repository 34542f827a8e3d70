import { Duration } from 'cdk8s';
import type { Container, PodSpec, Toleration } from '../../core/kubernetes.js';
import type { ReplicatedProps } from '../workload.props.js';

/** Longer than kube-proxy and gateways take to stop sending new connections to a pod that is going. */
const DEFAULT_DRAIN = Duration.seconds(10);
/** From SIGTERM to the end of the last request. */
const DEFAULT_TIMEOUT = Duration.seconds(20);
/** So that a process which uses all of its timeout still ends by itself. */
const MARGIN_SECONDS = 5;

interface Shutdown {
  /** Undefined without a drain: a sleep of nothing is refused before Kubernetes 1.33. */
  readonly lifecycle: Container['lifecycle'];
  readonly terminationGracePeriodSeconds: NonNullable<PodSpec['terminationGracePeriodSeconds']>;
  /** From SIGTERM to the end. */
  readonly seconds: number;
}

/** Endpoints drop the pod while it still serves, then SIGTERM, and a grace period that covers both. */
export function shutdown({ drain = DEFAULT_DRAIN, timeout = DEFAULT_TIMEOUT }: ReplicatedProps['shutdown'] = {}): Shutdown {
  return {
    lifecycle: drain.toSeconds() > 0 ? { preStop: { sleep: { seconds: drain.toSeconds() } } } : undefined,
    terminationGracePeriodSeconds: drain.toSeconds() + timeout.toSeconds() + MARGIN_SECONDS,
    seconds: timeout.toSeconds(),
  };
}

/** A stateless pod leaves a dead node after 30 s rather than Kubernetes' 5 minutes. */
export const leaveDeadNodes: readonly Toleration[] = ['not-ready', 'unreachable'].map((taint) => ({
  key: `node.kubernetes.io/${taint}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 30,
}));
