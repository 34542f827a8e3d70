import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Environment } from '../../core/environment.js';
import type { Container, EnvVar, Probe } from '../../core/kubernetes.js';
import { containerResources } from '../../workload/pod/resources.js';
import type { ExtraContainer, MountedVolume } from '../../workload/workload.props.js';
import { credentialsOf } from './credentials.js';
import { EXPORTER_PORT, REDIS_PORT, SENTINEL_EXPORTER_PORT, SENTINEL_PORT } from './redis-sentinel.objects.js';
import { authorityInside, certificateMount, type Tls } from './tls.js';

export const SCRIPTS = '/opt/redis';
const CREDENTIALS = '/credentials';

export const script = (name: string, ...args: readonly string[]): string[] => ['sh', `${SCRIPTS}/${name}`, ...args];

export const credentialsVolume = (name: string): MountedVolume => ({
  name: 'credentials',
  mountPath: CREDENTIALS,
  readOnly: true,
  secret: { secretName: credentialsOf(name), defaultMode: 0o440 },
});

const mounts = (tls: Tls): NonNullable<Container['volumeMounts']> => [
  { name: 'tmp', mountPath: '/tmp' },
  { name: 'data', mountPath: '/data' },
  { name: 'config', mountPath: SCRIPTS, readOnly: true },
  { name: 'credentials', mountPath: CREDENTIALS, readOnly: true },
  ...(tls === 'on' ? [certificateMount] : []),
];

const probe = (name: string, what: 'alive' | 'ready', periodSeconds: number, failureThreshold: number): Probe => ({
  exec: { command: script('health.sh', name, what) },
  periodSeconds,
  timeoutSeconds: 5,
  failureThreshold,
});

/**
 * Ten minutes until the sentinels agree whom to follow. Who loads its files answers, and may take as long as it takes (1 GB of AOF: about
 * 20 s). Then wedged is who does not answer for a minute.
 */
export const serverProbes = {
  startupProbe: probe('redis', 'alive', 2, 300),
  readinessProbe: probe('redis', 'ready', 5, 2),
  livenessProbe: probe('redis', 'alive', 10, 6),
};

/** What the containers of one member have in common. */
export interface MemberParts {
  readonly image: string;
  readonly variables: readonly EnvVar[];
  readonly tls: Tls;
}

export const prepare = ({ image, variables, tls }: MemberParts): ExtraContainer => ({
  name: 'prepare',
  image,
  command: script('prepare.sh'),
  env: variables,
  volumeMounts: mounts(tls),
});

export const sentinel = ({ image, variables, tls }: MemberParts, environment: Environment): ExtraContainer => ({
  name: 'sentinel',
  image,
  command: script('start-sentinel.sh'),
  env: variables,
  ports: [{ name: 'sentinel', containerPort: SENTINEL_PORT }],
  lifecycle: { preStop: { exec: { command: script('leave.sh') } } },
  startupProbe: probe('sentinel', 'alive', 2, 30),
  readinessProbe: probe('sentinel', 'ready', 5, 2),
  livenessProbe: probe('sentinel', 'alive', 10, 6),
  resources: containerResources({ cpu: Cpu.millis(50), memory: Size.mebibytes(64), memoryLimit: Size.mebibytes(64) }, environment),
  volumeMounts: mounts(tls),
});

/** Reads the server's figures, and another one the sentinel's. https://github.com/oliver006/redis_exporter */
export const exporter = (
  {
    image,
    component,
    of,
    tls,
  }: { readonly image: string; readonly component: string; readonly of: 'redis' | 'sentinel'; readonly tls: Tls },
  environment: Environment,
): ExtraContainer => {
  const [name, port, target] =
    of === 'redis' ? ['exporter', EXPORTER_PORT, REDIS_PORT] : ['sentinel-exporter', SENTINEL_EXPORTER_PORT, SENTINEL_PORT];
  return {
    name,
    image,
    command: ['/redis_exporter'],
    env: [
      { name: 'REDIS_ADDR', value: `${tls === 'on' ? 'rediss' : 'redis'}://localhost:${target}` },
      { name: 'REDIS_USER', value: 'exporter' },
      { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: credentialsOf(component), key: 'exporter-password' } } },
      // CONFIG GET would show passwords to whoever holds this user's.
      { name: 'REDIS_EXPORTER_CONFIG_COMMAND', value: '-' },
      { name: 'REDIS_EXPORTER_WEB_LISTEN_ADDRESS', value: `:${port}` },
      ...(tls === 'on' ? [{ name: 'REDIS_EXPORTER_TLS_CA_CERT_FILE', value: authorityInside }] : []),
    ],
    ports: [{ name: of === 'redis' ? 'metrics' : 'sentinel-stats', containerPort: port }],
    volumeMounts: tls === 'on' ? [certificateMount] : undefined,
    resources: containerResources({ cpu: Cpu.millis(50), memory: Size.mebibytes(32), memoryLimit: Size.mebibytes(32) }, environment),
  };
};
