import { kubectl, waitFor } from './kubectl.js';
import { MONITORING, startPrometheus } from './prometheus.js';

/** Gauges `demand{of="…"}` that a request sets. */
const SERVER = `
const demand = new Map();
require('node:http').createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/set') for (const [of, value] of searchParams) demand.set(of, Number(value));
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end([...demand].map(([of, value]) => 'demand{of="' + of + '"} ' + value + '\\n').join(''));
}).listen(8080);`;

/** A Prometheus, and a metric whose value the test sets. */
export const startMetrics = (): Promise<void> =>
  startPrometheus({
    scrapeConfigs: [{ job_name: 'demand', static_configs: [{ targets: ['demand:8080'] }] }],
    sources: [
      {
        name: 'demand',
        port: 8080,
        container: { image: process.env.E2E_NODE_IMAGE ?? 'docker.io/library/node:20-slim', command: ['node', '-e', SERVER] },
      },
    ],
  });

/** From the next scrape on. */
export async function setDemand(of: string, value: number): Promise<void> {
  await kubectl(
    'exec',
    '-n',
    MONITORING,
    'deployment/demand',
    '--',
    'node',
    '-e',
    `require('node:http').get('http://localhost:8080/set?${of}=${value}')`,
  );
}

/** The source of the metric dies, or comes back. */
export async function scalePrometheus(replicas: 0 | 1): Promise<void> {
  await kubectl('scale', 'deployment/prometheus', '-n', MONITORING, `--replicas=${replicas}`);
  await waitFor(`${replicas} pods of Prometheus`, 90, async () => {
    const names = await kubectl('get', 'pods', '-n', MONITORING, '-l', 'app.kubernetes.io/name=prometheus', '-o', 'name');
    return names.split('\n').filter(Boolean).length === replicas;
  });
}
