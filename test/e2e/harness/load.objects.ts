/** Load clients carry this label, so that policies can admit them and a drain can pass them by. */
export const LOAD_LABEL = 'evenkeel-e2e';
export const LOAD_VALUE = 'load';
/** On everything that one load made, to delete it by. */
export const RUN_LABEL = 'evenkeel-e2e-run';

const LONGEST_LOAD_SECONDS = 3600; // a forgotten load ends by itself

export interface LoadClient {
  /** The name of the node to run on. @default - the scheduler's choice */
  readonly node?: string;
}

export interface LoadTarget {
  readonly name: string;
  /** Of the pods behind it. @default - app.kubernetes.io/instance is the Service's name */
  readonly labels?: Readonly<Record<string, string>>;
  /** The Service's port. */
  readonly port: number;
}

export interface LoadProps {
  readonly namespace: string;
  readonly target: LoadTarget;
  /** For instance `/readyz`. */
  readonly path: string;
  /** Requests per second, over all clients. */
  readonly rate: number;
  readonly clients: readonly LoadClient[];
  /** The Host header. @default - the Service's address */
  readonly host?: string;
  /** Regular expression with one group: good answers are counted by what it finds in the body. @default - not counted */
  readonly tally?: string;
  /** Where source ports come from: each connection's own for minutes, or the kernel, which gives them again within one. @default 'own' */
  readonly ports?: 'own' | 'system';
  /** From connecting to the last byte. @default 1000 */
  readonly timeoutMillis?: number;
}

export interface LoadRun extends LoadProps {
  /** The name of what it makes, and the beginning of its pods' names. */
  readonly name: string;
  /** The source of the generator. */
  readonly script: string;
}

const metadata = ({ name, namespace }: LoadRun, suffix = '') => ({ name: name + suffix, namespace, labels: { [RUN_LABEL]: name } });

const clientPods = { matchLabels: { [LOAD_LABEL]: LOAD_VALUE } };
const targetPods = ({ target }: LoadRun) => ({ matchLabels: target.labels ?? { 'app.kubernetes.io/instance': target.name } });

// No port towards the target: a policy sees the container's port, and only the Service's is known here.
const letOut = (run: LoadRun) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(run, '-out'),
  spec: {
    podSelector: clientPods,
    policyTypes: ['Egress'],
    egress: [
      { to: [{ podSelector: targetPods(run) }] },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
      },
    ],
  },
});

const letIn = (run: LoadRun) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(run, '-in'),
  spec: { podSelector: targetPods(run), policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: clientPods }] }] },
});

const script = (run: LoadRun) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(run), data: { 'generator.mjs': run.script } });

const clientPod = (run: LoadRun, { node }: LoadClient, index: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata(run, `-${index}`), labels: { [RUN_LABEL]: run.name, [LOAD_LABEL]: LOAD_VALUE } },
  spec: {
    restartPolicy: 'Never',
    activeDeadlineSeconds: LONGEST_LOAD_SECONDS,
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(node === undefined ? {} : { nodeSelector: { 'kubernetes.io/hostname': node } }),
    // Of any effect, so that a client outlasts the faults around it: not-ready, unreachable, cordoned.
    tolerations: [{ operator: 'Exists' }],
    securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'load',
        image: process.env.E2E_NODE_IMAGE ?? 'docker.io/library/node:20-slim',
        imagePullPolicy: 'IfNotPresent',
        command: [
          'node',
          '/load/generator.mjs',
          `--url=http://${run.target.name}:${run.target.port}${run.path}`,
          `--rate=${run.rate / run.clients.length}`,
          `--timeout=${run.timeoutMillis ?? 1000}`,
          `--ports=${run.ports ?? 'own'}`,
          ...(run.host ? [`--host=${run.host}`] : []),
          ...(run.tally ? [`--tally=${run.tally}`] : []),
          // The policies may reach one node later than another, and a new pod may be open before they do.
          '--warmup=3000',
        ],
        resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '192Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'script', mountPath: '/load', readOnly: true }],
      },
    ],
    volumes: [{ name: 'script', configMap: { name: run.name } }],
  },
});

export const podNames = ({ name, clients }: LoadRun): readonly string[] => clients.map((_, index) => `${name}-${index}`);

export const loadObjects = (run: LoadRun): readonly object[] => [
  letOut(run),
  letIn(run),
  script(run),
  ...run.clients.map((client, index) => clientPod(run, client, index)),
];
