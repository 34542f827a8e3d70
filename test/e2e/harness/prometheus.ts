import { stringify } from 'yaml';
import { apply, kubectl } from './kubectl.js';

/** Where environments expect Prometheus: their `network.metrics`. */
export const MONITORING = 'monitoring';
export const PROMETHEUS_URL = `http://prometheus.${MONITORING}:9090`;

const labels = (name: string) => ({ 'app.kubernetes.io/name': name });
const metadata = (name: string) => ({ name, namespace: MONITORING, labels: labels(name) });

const deployment = (name: string, container: object, volumes: readonly object[] = []) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(name),
  spec: {
    replicas: 1,
    selector: { matchLabels: labels(name) },
    template: {
      metadata: { labels: labels(name) },
      spec: {
        serviceAccountName: 'default',
        terminationGracePeriodSeconds: 1,
        containers: [{ name, imagePullPolicy: 'IfNotPresent', ...container }],
        volumes,
      },
    },
  },
});

const service = (name: string, port: number) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(name),
  spec: { selector: labels(name), ports: [{ port }] },
});

/** Who finds the pods to scrape: the namespace's service account. */
const VIEWER = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'e2e-monitoring' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: MONITORING }],
  },
];

/** One pod that is scraped, and the Service of its name. */
interface Source {
  readonly name: string;
  readonly port: number;
  readonly container: object;
}

interface PrometheusOptions {
  readonly scrapeConfigs: readonly object[];
  /** One group of them. @default none */
  readonly rules?: readonly object[];
  /** What stands beside it. @default none */
  readonly sources?: readonly Source[];
}

/** Returns when Prometheus and its sources run. */
export async function startPrometheus({ scrapeConfigs, rules = [], sources = [] }: PrometheusOptions): Promise<void> {
  const files = {
    'prometheus.yml': stringify({
      global: { scrape_interval: '2s', evaluation_interval: '2s' },
      rule_files: ['/etc/prometheus/rules.yml'],
      scrape_configs: scrapeConfigs,
    }),
    'rules.yml': stringify({ groups: [{ name: 'evenkeel', rules }] }),
  };
  await apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: MONITORING } },
    ...VIEWER,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('prometheus'), data: files },
    deployment(
      'prometheus',
      {
        image: process.env.E2E_PROMETHEUS_IMAGE ?? 'quay.io/prometheus/prometheus:v3.7.3',
        args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/data'],
        volumeMounts: [
          { name: 'config', mountPath: '/etc/prometheus' },
          { name: 'data', mountPath: '/data' },
        ],
      },
      [
        { name: 'config', configMap: { name: 'prometheus' } },
        { name: 'data', emptyDir: {} },
      ],
    ),
    service('prometheus', 9090),
    ...sources.flatMap(({ name, port, container }) => [deployment(name, container), service(name, port)]),
  ]);
  for (const name of ['prometheus', ...sources.map((one) => one.name)]) {
    await kubectl('rollout', 'status', `deployment/${name}`, '-n', MONITORING, '--timeout=120s');
  }
}

export const stopPrometheus = async (): Promise<void> => {
  await kubectl('delete', 'namespace', MONITORING, '--ignore-not-found', '--wait');
  await kubectl('delete', 'clusterrolebinding', 'e2e-monitoring', '--ignore-not-found');
};

/** What its HTTP API answers: `data`. */
export async function askPrometheus<T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
  const proxy = `/api/v1/namespaces/${MONITORING}/services/prometheus:9090/proxy/api/v1/${path}`;
  const { data } = JSON.parse(await kubectl('get', '--raw', `${proxy}?${new URLSearchParams(parameters)}`)) as { data: T };
  return data;
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
}

/** The series of an instant vector. */
export const query = async (expr: string): Promise<readonly Series[]> =>
  (await askPrometheus<{ result: readonly Series[] }>('query', { query: expr })).result;
