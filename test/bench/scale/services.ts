import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type AppClass, Chart, type Environment, type Platform, WebService } from '../../../lib/index.js';

/** Of a tree of services: SERVICES of them, divided over CHARTS applications, one of them with another image (CHANGED). */
export const SERVICES = Number(process.env.BENCH_SERVICES ?? 1000);
export const CHARTS = Number(process.env.BENCH_CHARTS ?? 50);
const CHANGED = Number(process.env.BENCH_CHANGED ?? -1);

const environment: Environment = {
  name: 'bench',
  cluster: 'bench',
  namespace: 'bench',
  tier: 'production',
  zones: ['a', 'b', 'c'],
  domain: 'example.com',
  quota: { cpu: Cpu.units(100_000), memory: Size.tebibytes(100), pods: 1_000_000 },
  nodes: { perZone: 500, cpu: Cpu.units(64), memory: Size.gibibytes(256) },
  network: { gateway: { name: 'public', namespace: 'gateway' }, metrics: { namespace: 'monitoring' } },
};

/** Ten objects each: what a service of a real platform has. Each uses the one before it in its chart. */
function addService(chart: Chart, index: number, previous: WebService | undefined): WebService {
  return new WebService(chart, `service-${index}`, {
    image: `ghcr.io/acme/service:1.${index === CHANGED ? 'changed' : index}`,
    port: 8080,
    uses: previous ? [previous] : [],
    env: { LOG_LEVEL: 'info', REGION: 'eu-west-1', INDEX: String(index) },
    config: { mountPath: '/etc/service', files: { 'settings.json': JSON.stringify({ index, features: ['a', 'b', 'c'] }) } },
    scaling: { min: 3, max: 12, cpu: 70 },
    route: { host: `service-${index}` },
  });
}

const chartOf = (number: number): AppClass =>
  class extends Chart {
    constructor(scope: Construct, env: Environment) {
      super(scope, `chart-${number}`, env);
      const each = SERVICES / CHARTS;
      let previous: WebService | undefined;
      for (let i = 0; i < each; i++) previous = addService(this, number * each + i, previous);
    }
  };

export const platform: Platform = {
  clusters: [{ name: 'bench' }],
  environments: [environment],
  apps: Array.from({ length: CHARTS }, (_, number) => chartOf(number)),
};
