import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { type Environment, type ProbeHandler, type ReplicatedProps, type Usable, WebService, Worker } from '../../lib/index.js';
import { type SynthesizedApps, testEnvironment } from '../../lib/testing/index.js';
import { IMAGE, synth } from '../support/apps.js';

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((n) => Duration.seconds(n));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const ports = fc.integer({ min: 1024, max: 65535 });

/** Readiness and liveness ask different things: a check refuses those that ask the same. */
const handlers = {
  startup: fc.oneof(fc.record({ tcp: ports }), fc.record({ exec: fc.constant(['/bin/started']) })),
  readiness: fc.oneof(
    fc.record({ http: fc.constantFrom('/', '/readyz'), port: optional(ports) }),
    fc.record({ grpc: fc.constantFrom('', 'shop.Api'), port: optional(ports) }),
    fc.record({ exec: fc.constant(['/bin/ready']) }),
  ),
  liveness: fc.oneof(
    fc.record({ http: fc.constantFrom('/healthz', '/live'), port: optional(ports) }),
    fc.record({ grpc: fc.constant('shop.Live'), port: optional(ports) }),
    fc.record({ tcp: ports }),
    fc.record({ exec: fc.constant(['/bin/live']) }),
  ),
};
const probe = (handler: fc.Arbitrary<ProbeHandler>) =>
  fc.record({
    handler: optional(handler),
    period: optional(seconds(1, 60)),
    timeout: optional(seconds(1, 60)),
    failures: optional(fc.integer({ min: 1, max: 60 })),
  });
const probes = fc.record({
  startup: optional(probe(handlers.startup)),
  readiness: optional(probe(handlers.readiness)),
  liveness: optional(probe(handlers.liveness)),
});
const scaling: fc.Arbitrary<ReplicatedProps['scaling']> = fc.oneof(
  fc.constant(undefined),
  fc.record({ replicas: fc.integer({ min: 1, max: 30 }) }),
  fc
    .record({
      min: fc.integer({ min: 1, max: 20 }),
      more: fc.integer({ min: 1, max: 30 }),
      cpu: optional(fc.integer({ min: 1, max: 100 })),
    })
    .map(({ min, more, cpu }) => ({ min, max: min + more, cpu })),
);
const resources = fc
  .record({
    cpu: optional(fc.integer({ min: 1, max: 4000 })),
    memory: fc.integer({ min: 1, max: 4096 }),
    more: optional(fc.integer({ min: 0, max: 4096 })),
    given: fc.boolean(),
  })
  .map(({ cpu, memory, more, given }) => ({
    cpu: cpu === undefined ? undefined : Cpu.millis(cpu),
    ...(given ? { memory: Size.mebibytes(memory), memoryLimit: more === undefined ? undefined : Size.mebibytes(memory + more) } : {}),
  }));

/** What WebService and Worker have in common, as far as it decides about availability. */
const replicated: fc.Arbitrary<Omit<ReplicatedProps, 'image' | 'uses' | 'metrics'>> = fc.record({
  scaling,
  resources: optional(resources),
  probes: optional(probes),
  shutdown: optional(fc.record({ drain: optional(seconds(1, 120)), timeout: optional(seconds(0, 600)) })),
  rollout: optional(fc.record({ minReady: optional(seconds(0, 120)) })),
  waitForConnections: optional(seconds(1, 600)),
});

interface Node {
  readonly kind: 'http' | 'grpc' | 'worker';
  readonly port: number;
  readonly metricsPort: number | undefined;
  readonly props: Omit<ReplicatedProps, 'image' | 'uses' | 'metrics'>;
  /** Which of the earlier nodes it uses, as bits. */
  readonly uses: number;
}
const node: fc.Arbitrary<Node> = fc
  .record({
    kind: fc.constantFrom('http' as const, 'grpc' as const, 'worker' as const),
    port: ports,
    metricsPort: optional(ports),
    props: replicated,
    uses: fc.nat(63),
  })
  .filter(({ port, metricsPort }) => port !== metricsPort);

const environment: fc.Arbitrary<Environment> = fc
  .record({
    tier: fc.constantFrom('production' as const, 'staging' as const, 'development' as const),
    zones: fc.constantFrom(['a'], ['a', 'b'], ['a', 'b', 'c']),
    sizes: optional(
      fc.record({
        cpu: optional(fc.double({ min: 0.01, max: 3, noNaN: true })),
        memory: optional(fc.double({ min: 0.01, max: 3, noNaN: true })),
      }),
    ),
  })
  .map((fields) => ({ ...testEnvironment, ...fields }));

/** An arrow of the map, and the port at its end. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** An application of up to six services and workers that use each other. */
export interface Shop {
  readonly environment: Environment;
  readonly nodes: readonly Node[];
}
export const shop: fc.Arbitrary<Shop> = fc.record({ environment, nodes: fc.array(node, { minLength: 1, maxLength: 6 }) });

/** Names of which one begins another, which sloppy selectors would mix up. */
const nameOf = (index: number) => (index === 0 ? 'api' : `api-${index}`);

export const edgesOf = ({ nodes }: Shop): Edge[] =>
  nodes.flatMap(({ uses }, source) =>
    nodes
      .slice(0, source)
      .flatMap(({ kind, port }, target) =>
        kind !== 'worker' && (uses >> target) % 2 === 1 ? [{ from: nameOf(source), to: nameOf(target), port }] : [],
      ),
  );

/** Names of the components that are scraped. */
export const scrapedOf = ({ nodes }: Shop): string[] =>
  nodes.flatMap(({ metricsPort }, i) => (metricsPort === undefined ? [] : [nameOf(i)]));

export function build({ environment, nodes }: Shop): SynthesizedApps {
  const edges = edgesOf({ environment, nodes });
  return synth((chart) => {
    const services = new Map<string, Usable>();
    for (const [index, { kind, port, metricsPort, props }] of nodes.entries()) {
      const name = nameOf(index);
      const uses = edges.flatMap(({ from, to }) => (from === name ? (services.get(to) ?? []) : []));
      const common = {
        ...props,
        image: IMAGE,
        uses,
        metrics: metricsPort === undefined ? ('none' as const) : { port: metricsPort, path: '/metrics' },
      };
      if (kind === 'worker') new Worker(chart, name, { ...common, healthPort: port });
      else services.set(name, new WebService(chart, name, { ...common, port, protocol: kind }));
    }
  }, environment);
}
