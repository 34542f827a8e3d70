import { Duration } from 'cdk8s';
import type { Container, Probe } from '../../core/kubernetes.js';
import type { ProbeHandler, ProbeProps, Probes } from '../workload.props.js';

type ContainerProbes = Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

/** The defaults; each number is a prop. */
const STARTUP = { delay: Duration.seconds(0), period: Duration.seconds(2), timeout: Duration.seconds(2), failures: 30 };
/**
 * Delayed: a pod that is ready gets requests at once, and other nodes' network policies must know its address by then; where
 * they do not yet, the first packet is lost.
 */
const READINESS = { delay: Duration.seconds(5), period: Duration.seconds(5), timeout: Duration.seconds(3), failures: 2 };
const LIVENESS = { delay: Duration.seconds(0), period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 6 };

export interface ProbeDefaults {
  readonly readiness: ProbeHandler;
  readonly liveness: ProbeHandler;
  /** Where a handler names no port. */
  readonly port: number;
}

export const httpProbes = (port: number): ProbeDefaults => ({ readiness: { http: '/readyz' }, liveness: { http: '/healthz' }, port });
/** Readiness asks the server's health (https://github.com/grpc/grpc/blob/master/doc/health-checking.md), liveness only whether it accepts. */
export const grpcProbes = (port: number): ProbeDefaults => ({ readiness: { grpc: '' }, liveness: { tcp: port }, port });

function probe(props: ProbeProps, defaults: Required<Omit<ProbeProps, 'handler'>>, handler: ProbeHandler, port: number): Probe {
  return {
    ...action(props.handler ?? handler, port),
    initialDelaySeconds: (props.delay ?? defaults.delay).toSeconds() || undefined,
    periodSeconds: (props.period ?? defaults.period).toSeconds(),
    timeoutSeconds: (props.timeout ?? defaults.timeout).toSeconds(),
    failureThreshold: props.failures ?? defaults.failures,
  };
}

function action(handler: ProbeHandler, port: number): Probe {
  if ('http' in handler) return { httpGet: { path: handler.http, port: handler.port ?? port } };
  if ('grpc' in handler) return { grpc: { service: handler.grpc, port: handler.port ?? port } };
  if ('tcp' in handler) return { tcpSocket: { port: handler.tcp } };
  return { exec: { command: handler.exec } };
}

export const containerProbes = (probes: Probes, { readiness, liveness, port }: ProbeDefaults): ContainerProbes => ({
  startupProbe: probe(probes.startup ?? {}, STARTUP, probes.liveness?.handler ?? liveness, port),
  readinessProbe: probe(probes.readiness ?? {}, READINESS, readiness, port),
  livenessProbe: probe(probes.liveness ?? {}, LIVENESS, liveness, port),
});

/** Seconds from a container's start until it must be ready, or is restarted. */
export const startWindow = ({ startupProbe, readinessProbe }: ContainerProbes): number =>
  [startupProbe, readinessProbe].reduce(
    (sum, p) => sum + (p?.initialDelaySeconds ?? 0) + (p?.periodSeconds ?? 10) * (p?.failureThreshold ?? 3),
    0,
  );
