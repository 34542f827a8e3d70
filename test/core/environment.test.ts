import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { type Cluster, type Environment, synthesize } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { problemsOf } from '../support/apps.js';

/** An environment as a user of JavaScript, or one who casts, could write it. */
const written = (changes: Readonly<Record<string, unknown>>) => ({ ...testEnvironment, ...changes }) as unknown as Environment;
const CLUSTERS: readonly Cluster[] = [{ name: 'test' }];
const refused = (...environments: readonly Environment[]) => problemsOf(() => synthesize({ clusters: CLUSTERS, environments, apps: [] }));

describe('a platform', () => {
  it('has one stack per environment and per cluster', () => {
    const environments = [testEnvironment, written({ name: 'prod', namespace: 'prod' })];
    expect(synthesize({ clusters: CLUSTERS, environments, apps: [] }).map(({ name }) => name)).toEqual(['test', 'prod', 'cluster-test']);
  });

  it('gives one stack where one is asked for', () => {
    const platform = { clusters: [{ name: 'test', stack: 'hardware' }], environments: [testEnvironment], apps: [] };
    expect(synthesize(platform, 'test').map(({ name }) => name)).toEqual(['test']);
    expect(synthesize(platform, 'hardware').map(({ name }) => name)).toEqual(['hardware']);
  });

  it('tells the stacks that there are when it does not know one', () => {
    expect(problemsOf(() => synthesize({ clusters: CLUSTERS, environments: [testEnvironment], apps: [] }, 'prd'))).toEqual([
      'there is no environment or cluster stack "prd"; use one of test, cluster-test',
    ]);
  });
});

describe('an environment', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown field', { zone: 'a' }, 'environment "test": unknown field zone; remove it or correct its name'],
    [
      'an unknown field below another',
      { images: { pullpolicy: 'Always' } },
      'environment "test".images: unknown field pullpolicy; remove it or correct its name',
    ],
    [
      'two unknown fields',
      { zone: 'a', teir: 'production' },
      'environment "test": unknown field zone, teir; remove it or correct its name',
    ],
    ['no zone', { zones: [] }, 'environment "test".zones: want at least one zone'],
    ['a domain that is none', { domain: 'localhost' }, 'environment "test".domain: want a domain such as example.com (got "localhost")'],
    [
      'a namespace that Kubernetes refuses',
      { namespace: 'Acme_Prod' },
      'environment "test".namespace: want at most 63 lower-case letters, digits and "-" (got "Acme_Prod")',
    ],
    ['an unknown cluster', { cluster: 'eu-2' }, 'environment "test".cluster: there is no cluster "eu-2"; use one of test'],
    [
      'a release of the tag latest',
      { releases: { 'ghcr.io/acme/api': { tag: 'latest' } } },
      'environment "test".releases.ghcr.io/acme/api.tag: want a tag other than "latest" (got "latest")',
    ],
    [
      'a digest that is none',
      { releases: { 'ghcr.io/acme/api': { tag: '1.0', digest: 'sha256:abc' } } },
      'environment "test".releases.ghcr.io/acme/api.digest: want sha256: and 64 hexadecimal digits (got "sha256:abc")',
    ],
    [
      'a Pod Security version that is none',
      { podSecurityVersion: '1.30' },
      'environment "test".podSecurityVersion: want "latest" or a version such as v1.30 (got "1.30")',
    ],
    [
      'a quota of plain text',
      { quota: { cpu: '8', memory: Size.gibibytes(8), pods: 10 } },
      'environment "test".quota.cpu: want a Cpu, such as Cpu.units(8) (got "8")',
    ],
    [
      'a quota of plain memory',
      { quota: { cpu: Cpu.units(8), memory: '8Gi', pods: 10 } },
      'environment "test".quota.memory: want a Size, such as Size.gibibytes(16) (got "8Gi")',
    ],
    [
      'nodes of plain text',
      { nodes: { perZone: 2, cpu: '4', memory: Size.gibibytes(8) } },
      'environment "test".nodes.cpu: want a Cpu, such as Cpu.units(8) (got "4")',
    ],
  ])('is refused with %s', (_, changes, sentence) => {
    expect(refused(written(changes))).toEqual([sentence]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a tier that is none', { tier: 'prod' }, /^environment "test"\.tier: .*production.*staging.*development.* \(got "prod"\)$/],
    ['half a pod', { quota: { cpu: Cpu.units(8), memory: Size.gibibytes(8), pods: 1.5 } }, /^environment "test"\.quota\.pods: .*1\.5/],
    [
      'half a node',
      { nodes: { perZone: 0.5, cpu: Cpu.units(4), memory: Size.gibibytes(8) } },
      /^environment "test"\.nodes\.perZone: .*0\.5/,
    ],
    ['a factor of zero', { sizes: { cpu: 0 } }, /^environment "test"\.sizes\.cpu: .*>\s?0.*\(got 0\)/],
    [
      'an address that is no range',
      { network: { apiServer: { cidrs: ['192.0.2.1'], port: 6443 } } },
      /^environment "test"\.network\.apiServer\.cidrs\.0: .*(CIDR|range).*192\.0\.2\.1/,
    ],
    [
      'a peer that is neither namespace nor range',
      { network: { dns: { cidr: 'kube-dns' } } },
      /^environment "test"\.network\.dns.*(CIDR|range)/,
    ],
  ])('is refused with %s, and is told what is allowed', (_, changes, sentence) => {
    const problems = refused(written(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  it('is told all of its problems at once, with those of its neighbours', () => {
    expect(refused(written({ zones: [], domain: 'localhost' }), written({ name: 'prod', namespace: 'prod', zone: 'a' }))).toEqual([
      'environment "test".zones: want at least one zone',
      'environment "test".domain: want a domain such as example.com (got "localhost")',
      'environment "prod": unknown field zone; remove it or correct its name',
    ]);
  });

  it('without a name is known by its place', () => {
    expect(refused(written({ name: undefined })).join()).toMatch(/^environments\[0\]\.name: /);
  });

  it('may have all of its fields', () => {
    const everything: Environment = {
      ...testEnvironment,
      releases: { 'ghcr.io/acme/api': { tag: '1.0', digest: `sha256:${'0'.repeat(64)}` } },
      images: { mirror: 'mirror.example.com', overrides: {}, pullPolicy: 'IfNotPresent', pullSecrets: ['registry'], wait: 'busybox:1.37' },
      sizes: { cpu: 0.5, memory: 0.5 },
      quota: { cpu: Cpu.units(8), memory: Size.gibibytes(8), pods: 10, storage: Size.gibibytes(100), loadBalancers: 0 },
      nodes: { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) },
      network: {
        dns: { cidr: '169.254.20.10/32' },
        gateway: { name: 'public', namespace: 'gateway' },
        metrics: { namespace: 'monitoring', labels: { app: 'prometheus' } },
        apiServer: { cidrs: ['2001:db8::1/128', '192.0.2.1/32'], port: 443 },
      },
      podSecurityVersion: 'v1.34',
    };
    expect(synthesize({ clusters: CLUSTERS, environments: [everything], apps: [] })).toHaveLength(2);
  });
});

describe('environments side by side', () => {
  it('never share a namespace of a cluster', () => {
    expect(refused(testEnvironment, written({ name: 'copy' }))).toEqual([
      'environments test and copy share the namespace test/test; give each its own',
    ]);
  });

  it('may have the same namespace on two clusters', () => {
    const clusters = [{ name: 'test' }, { name: 'other' }];
    const environments = [testEnvironment, written({ name: 'copy', cluster: 'other' })];
    expect(synthesize({ clusters, environments, apps: [] })).toHaveLength(4);
  });

  it('never share a name, with each other or with a cluster’s stack', () => {
    expect(refused(testEnvironment, written({ namespace: 'second' }))).toEqual([
      'two environments or clusters are named "test"; rename one',
    ]);
    expect(
      problemsOf(() => synthesize({ clusters: [{ name: 'test', stack: 'prod' }], environments: [written({ name: 'prod' })], apps: [] })),
    ).toEqual(['two environments or clusters are named "prod"; rename one']);
  });
});
