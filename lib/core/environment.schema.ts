import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { z } from 'zod';
import type { Cluster, Environment } from './environment.js';

const dnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'want at most 63 lower-case letters, digits and "-"');
const dnsName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, 'want at most 253 lower-case letters, digits, "-" and "."');
const cidr = z.union([z.cidrv4(), z.cidrv6()], 'want a CIDR range such as 192.0.2.0/24');

/** `192.0.2.0/24` or its IPv6 like. */
export const isCidr = (value: string): boolean => cidr.safeParse(value).success;

const peer = z.union(
  [z.strictObject({ namespace: dnsLabel, labels: z.record(z.string(), z.string()).optional() }), z.strictObject({ cidr })],
  'want a namespace (and labels), or a CIDR range such as { cidr: "192.0.2.0/24" }',
);
const cpu = z.custom<Cpu>((value) => value instanceof Cpu, 'want a Cpu, such as Cpu.units(8)');
const port = z.int().min(1).max(65535);
const size = z.custom<Size>((value) => value instanceof Size, 'want a Size, such as Size.gibibytes(16)');
const releases = z.record(
  z.string(),
  z.strictObject({
    tag: z.string().regex(/^(?!latest$)\w[\w.-]{0,127}$/, 'want a tag other than "latest"'),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'want sha256: and 64 hexadecimal digits')
      .optional(),
  }),
);

const environment: z.ZodType<Environment> = z.strictObject({
  name: dnsLabel,
  cluster: dnsLabel,
  namespace: dnsLabel,
  tier: z.enum(['production', 'staging', 'development']),
  zones: z.array(z.string().min(1)).min(1, 'want at least one zone'),
  domain: z.string().regex(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,}$/, 'want a domain such as example.com'),
  releases: releases.optional(),
  images: z
    .strictObject({
      mirror: z.string().min(1).optional(),
      overrides: z.record(z.string(), z.string()).optional(),
      pullPolicy: z.enum(['Always', 'IfNotPresent']).optional(),
      pullSecrets: z.array(dnsLabel).optional(),
      wait: z.string().min(1).optional(),
    })
    .optional(),
  sizes: z
    .strictObject({
      cpu: z.number().positive().optional(),
      memory: z.number().positive().optional(),
      storage: z.number().positive().optional(),
    })
    .optional(),
  storageClass: dnsName.optional(),
  issuer: z.strictObject({ kind: z.enum(['ClusterIssuer', 'Issuer']), name: dnsName }).optional(),
  quota: z
    .strictObject({
      cpu,
      memory: size,
      pods: z.int().positive(),
      storage: size.optional(),
      loadBalancers: z.int().nonnegative().optional(),
    })
    .optional(),
  nodes: z.strictObject({ perZone: z.int().positive(), cpu, memory: size }).optional(),
  network: z
    .strictObject({
      dns: peer.optional(),
      gateway: z
        .strictObject({
          name: dnsLabel,
          namespace: dnsLabel,
          implementation: z.enum(['aws', 'cilium', 'envoy', 'gke', 'istio', 'kgateway', 'kong', 'nginx', 'traefik']).optional(),
          className: z.string().min(1).optional(),
          from: z.array(peer).min(1).optional(),
          ports: z.strictObject({ http: port, https: port }).optional(),
          channel: z.enum(['standard', 'experimental']).optional(),
        })
        .optional(),
      ingress: z.strictObject({ className: z.string().min(1), namespace: dnsLabel, from: z.array(peer).min(1).optional() }).optional(),
      metrics: peer.optional(),
      scalers: peer.optional(),
      apiServer: z.strictObject({ cidrs: z.array(cidr).min(1), port }).optional(),
    })
    .optional(),
  prometheus: z.url({ protocol: /^https?$/, error: 'want an address such as http://prometheus.monitoring:9090' }).optional(),
  podSecurityVersion: z
    .string()
    .regex(/^(latest|v1\.\d+)$/, 'want "latest" or a version such as v1.30')
    .optional(),
});

const cluster: z.ZodType<Cluster> = z.strictObject({ name: dnsLabel, stack: dnsLabel.optional() });

function problemsOf(schema: z.ZodType, value: unknown, what: string): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const path = [what, ...issue.path].join('.');
    const got = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
    const shown = got === undefined || typeof got === 'object' ? '' : ` (got ${JSON.stringify(got)})`;
    return issue.code === 'unrecognized_keys'
      ? `${path}: unknown field ${issue.keys.join(', ')}; remove it or correct its name`
      : `${path}: ${issue.message}${shown}`;
  });
}

const named = (kind: string, value: { readonly name?: unknown }, index: number) =>
  typeof value?.name === 'string' ? `${kind} "${value.name}"` : `${kind}s[${index}]`;

/** Every sentence about environments and clusters that are not as their types say, or that cannot stand side by side. */
export function platformProblems(clusters: readonly Cluster[], environments: readonly Environment[]): string[] {
  const problems = [
    ...clusters.flatMap((value, i) => problemsOf(cluster, value, named('cluster', value, i))),
    ...environments.flatMap((value, i) => problemsOf(environment, value, named('environment', value, i))),
  ];
  const clusterNames = clusters.map(({ name }) => name);
  for (const { name, cluster: on } of environments) {
    if (!clusterNames.includes(on)) {
      problems.push(`environment "${name}".cluster: there is no cluster "${on}"; use one of ${clusterNames.join(', ')}`);
    }
  }
  const stacks = [...clusters.map((c) => c.stack ?? `cluster-${c.name}`), ...environments.map(({ name }) => name)];
  for (const stack of repeated(stacks)) problems.push(`two environments or clusters are named "${stack}"; rename one`);
  for (const place of repeated(environments.map((e) => `${e.cluster}/${e.namespace}`))) {
    const names = environments.filter((e) => `${e.cluster}/${e.namespace}` === place).map((e) => e.name);
    problems.push(`environments ${names.join(' and ')} share the namespace ${place}; give each its own`);
  }
  return problems;
}

const repeated = (values: readonly string[]) => [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
