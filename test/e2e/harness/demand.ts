import { apply, kubectl, waitFor } from './kubectl.js';

/** Where environments expect Prometheus: their `network.metrics`. */
const NAMESPACE = 'monitoring';
export const PROMETHEUS_URL = `http://prometheus.${NAMESPACE}:9090`;

/** Gauges `demand{of="…"}` that a request sets. */
const SERVER = `
const demand = new Map();
require('node:http').createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/set') for (const [of, value] of searchParams) demand.set(of, Number(value));
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end([...demand].map(([of, value]) => 'demand{of="' + of + '"} ' + value + '\\n').join(''));
}).listen(8080);`;

const CONFIG = `
global: { scrape_interval: 2s }
scrape_configs: [{ job_name: demand, static_configs: [{ targets: ['demand:8080'] }] }]
`;

const labels = (name: string) => ({ 'app.kubernetes.io/name': name });
const metadata = (name: string) => ({ name, namespace: NAMESPACE, labels: labels(name) });

const deployment = (name: string, container: object, volumes: readonly object[] = []) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(name),
  spec: {
    replicas: 1,
    selector: { matchLabels: labels(name) },
    template: {
      metadata: { labels: labels(name) },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name, imagePullPolicy: 'IfNotPresent', ...container }], volumes },
    },
  },
});

const service = (name: string, port: number) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(name),
  spec: { selector: labels(name), ports: [{ port }] },
});

/** A Prometheus, and a metric whose value the test sets. */
export async function startMetrics(): Promise<void> {
  await apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('prometheus'), data: { 'prometheus.yml': CONFIG } },
    deployment('demand', { image: process.env.E2E_NODE_IMAGE ?? 'docker.io/library/node:20-slim', command: ['node', '-e', SERVER] }),
    service('demand', 8080),
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
  ]);
  for (const name of ['demand', 'prometheus']) {
    await kubectl('rollout', 'status', `deployment/${name}`, '-n', NAMESPACE, '--timeout=120s');
  }
}

export const stopMetrics = async (): Promise<void> =>
  void (await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait'));

/** From the next scrape on. */
export async function setDemand(of: string, value: number): Promise<void> {
  await kubectl(
    'exec',
    '-n',
    NAMESPACE,
    'deployment/demand',
    '--',
    'node',
    '-e',
    `require('node:http').get('http://localhost:8080/set?${of}=${value}')`,
  );
}

/** The source of the metric dies, or comes back. */
export async function scalePrometheus(replicas: 0 | 1): Promise<void> {
  await kubectl('scale', 'deployment/prometheus', '-n', NAMESPACE, `--replicas=${replicas}`);
  await waitFor(`${replicas} pods of Prometheus`, 90, async () => {
    const names = await kubectl('get', 'pods', '-n', NAMESPACE, '-l', 'app.kubernetes.io/name=prometheus', '-o', 'name');
    return names.split('\n').filter(Boolean).length === replicas;
  });
}
