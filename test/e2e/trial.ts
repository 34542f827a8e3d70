import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type AppClass,
  Chart,
  type Deployment,
  type Environment,
  MigrationTask,
  type Scaling,
  ScheduledTask,
  Secret,
  WebService,
} from '../../lib/index.js';

const PODINFO = 'ghcr.io/stefanprodan/podinfo';
const SHELL = 'docker.io/library/busybox:1.37.0';
const ARGS = ['--port=9898', '--port-metrics=9090'];
/** At this level podinfo ends on SIGTERM at once; else it goes on serving for 3 s by itself, which few services do. */
const AT_ONCE = '--level=debug';

export interface TrialOptions {
  /** Tag of the front's image. */
  readonly tag?: string;
  /** Content of the front's configuration. */
  readonly flag?: string;
  readonly scaling?: Scaling;
  /** Readiness of the front that never passes. */
  readonly neverReady?: boolean;
  /** The front without preStop and readiness: what the defaults are for. */
  readonly careless?: boolean;
  /** Components below a construct of their own. */
  readonly nested?: boolean;
  /** What the migration prints; another value is another release. */
  readonly release?: string;
  readonly migrationFails?: boolean;
}

/** An application for what the shop has no use for: each kind of workload, and props that a test changes. */
export const trial = (options: TrialOptions = {}): AppClass =>
  class Trial extends Chart {
    constructor(app: Construct, environment: Environment) {
      super(app, 'trial', environment);
      const scope = options.nested ? new Construct(this, 'group') : this;

      const back = new WebService(scope, 'back', {
        image: PODINFO,
        port: 9898,
        args: ARGS,
        config: { mountPath: '/etc/back', files: { flag: 'constant' } },
      });
      new WebService(scope, 'front', {
        image: `${PODINFO}:${options.tag ?? '6.9.2'}`,
        port: 9898,
        args: [...ARGS, AT_ONCE],
        uses: [back],
        waitForConnections: Duration.minutes(2),
        env: { SESSION_KEY: Secret.derived('session'), API_TOKEN: Secret.fromConfig('api-token') },
        config: { mountPath: '/etc/front', files: { flag: options.flag ?? 'first' } },
        scaling: options.scaling ?? { replicas: 3 },
        probes: options.neverReady ? { startup: { failures: 5 }, readiness: { handler: { http: '/status/503' } } } : {},
        rollout: options.neverReady ? { progressDeadline: Duration.seconds(45) } : {},
        patch: options.careless ? { deployment: carelessly } : {},
        accept: {
          ...(options.careless ? { probes: 'what it is like without them' } : {}),
          ...(options.neverReady ? { timeouts: 'a rollout that fails soon' } : {}),
        },
      });
      new WebService(scope, 'calls', { image: PODINFO, port: 9999, protocol: 'grpc', args: [...ARGS, '--grpc-port=9999'] });
      new MigrationTask(scope, 'migrate', {
        image: SHELL,
        command: ['sh', '-c', options.migrationFails ? 'exit 1' : 'echo "$0"', options.release ?? 'one'],
        retries: 0,
      });
      new ScheduledTask(scope, 'tick', { image: SHELL, schedule: '* * * * *', command: ['sh', '-c', LIST_PODS], kubernetesApi: READ_PODS });
    }
  };

const READ_PODS = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
/** With what the image has: curl, or busybox' wget. */
const LIST_PODS = `set -e
folder=/var/run/secrets/kubernetes.io/serviceaccount
url="https://kubernetes.default.svc/api/v1/namespaces/$(cat $folder/namespace)/pods?limit=1"
header="Authorization: Bearer $(cat $folder/token)"
if command -v curl; then curl -sSf --cacert $folder/ca.crt -H "$header" "$url"; else wget -qO- --no-check-certificate --header "$header" "$url"; fi | grep PodList
`;

/** Neither waits for endpoints to drop a pod, nor keeps a pod that cannot serve yet out of them. */
const carelessly = ({ spec: { template, ...spec }, ...rest }: Deployment): Deployment => ({
  ...rest,
  spec: {
    ...spec,
    minReadySeconds: 0,
    template: {
      ...template,
      spec: {
        ...template.spec,
        containers: template.spec.containers.map(({ lifecycle: _, readinessProbe: __, startupProbe: ___, ...container }) => container),
      },
    },
  },
});
