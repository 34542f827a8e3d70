import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCpu, parseMebibytes } from '../../lib/core/quantities.js';
import type { Deployment, HorizontalPodAutoscaler, Labels, NetworkPolicy, PodDisruptionBudget, Probe, Service } from '../../lib/index.js';
import type { SynthesizedApps } from '../../lib/testing/index.js';
import { defined, first, matches } from '../support/objects.js';
import { build, edgesOf, scrapedOf, shop } from './arbitrary.js';

/** Checks something of every application that there may be. */
const always = (property: (apps: SynthesizedApps, of: Parameters<typeof build>[0]) => void, numRuns = 40) =>
  fc.assert(
    fc.property(shop, (of) => property(build(of), of)),
    { numRuns },
  );

const deployments = (apps: SynthesizedApps) => apps.all<Deployment>('Deployment');
/** Names of the Deployments whose pods a selector finds. */
const found = (apps: SynthesizedApps, selector: Labels | undefined) => {
  expect(Object.keys(selector ?? {})).not.toEqual([]);
  return deployments(apps)
    .filter(({ spec }) => matches(selector, spec.template.metadata.labels))
    .map(({ metadata }) => metadata.name);
};
const window = (probe: Probe | undefined) => defined(probe?.periodSeconds) * defined(probe?.failureThreshold);

describe('any application', () => {
  it('has selectors that find the pods of their own component and no others', () => {
    always((apps) => {
      for (const { metadata, spec } of deployments(apps)) {
        const { topologySpreadConstraints, affinity } = spec.template.spec;
        const preferred = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
        const selectors = [
          spec.selector.matchLabels,
          first(topologySpreadConstraints).labelSelector?.matchLabels,
          first(preferred).podAffinityTerm.labelSelector?.matchLabels,
        ];
        for (const selector of selectors) expect(found(apps, selector)).toEqual([metadata.name]);
      }
      for (const { metadata, spec } of apps.all<Service>('Service')) expect(found(apps, spec?.selector)).toEqual([metadata.name]);
      for (const { metadata, spec } of apps.all<PodDisruptionBudget>('PodDisruptionBudget')) {
        expect(found(apps, spec.selector?.matchLabels)).toEqual([metadata.name]);
      }
    });
  });

  it('has one disruption budget per Deployment, which never blocks a drain', () => {
    always((apps) => {
      const budgets = apps.all<PodDisruptionBudget>('PodDisruptionBudget');
      expect(budgets.map(({ metadata }) => metadata.name).sort()).toEqual(
        deployments(apps)
          .map(({ metadata }) => metadata.name)
          .sort(),
      );
      for (const { spec } of budgets) {
        expect(spec.maxUnavailable).toBeGreaterThanOrEqual(1);
        expect(spec.minAvailable).toBeUndefined();
        expect(spec.unhealthyPodEvictionPolicy).toBe('AlwaysAllow');
      }
    });
  });

  it('gives a pod the time that its probes, its wait and its least time ready may take, before a rollout has failed', () => {
    always((apps) => {
      for (const { spec } of deployments(apps)) {
        const main = first(spec.template.spec.containers);
        const wait = Number(spec.template.spec.initContainers?.find(({ name }) => name === 'wait-for-connections')?.args?.[0] ?? 0);
        const least = wait + window(main.startupProbe) + window(main.readinessProbe) + defined(spec.minReadySeconds);
        expect(spec.progressDeadlineSeconds).toBeGreaterThanOrEqual(least);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(defined(spec.minReadySeconds));
      }
    });
  });

  it('ends the drain of a pod before its grace period', () => {
    always((apps) => {
      for (const { spec } of deployments(apps)) {
        const drain = defined(first(spec.template.spec.containers).lifecycle?.preStop?.sleep?.seconds);
        expect(drain).toBeGreaterThan(0);
        expect(defined(spec.template.spec.terminationGracePeriodSeconds)).toBeGreaterThan(drain);
      }
    });
  });

  it('requests resources of every container, and never limits them below the request', () => {
    always((apps) => {
      for (const { spec } of deployments(apps)) {
        for (const { resources } of [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])]) {
          const { requests = {}, limits = {} } = defined(resources);
          expect(parseCpu(String(requests.cpu))).toBeGreaterThanOrEqual(10);
          expect(parseMebibytes(String(requests.memory))).toBeGreaterThanOrEqual(32);
          expect(parseMebibytes(String(limits.memory))).toBeGreaterThanOrEqual(parseMebibytes(String(requests.memory)));
          expect(parseMebibytes(String(limits['ephemeral-storage']))).toBeGreaterThanOrEqual(
            parseMebibytes(String(requests['ephemeral-storage'])),
          );
        }
      }
    });
  });

  it('has a count of replicas in one place: the field, or the annotation and a scaler that starts there', () => {
    always((apps) => {
      const scalers = new Map(
        apps.all<HorizontalPodAutoscaler>('HorizontalPodAutoscaler').map(({ metadata, spec }) => [metadata.name, spec]),
      );
      for (const { metadata, spec } of deployments(apps)) {
        const scaler = scalers.get(metadata.name);
        const initial = metadata.annotations?.['evenkeel.dev/initial-replicas'];
        expect([spec.replicas === undefined, initial === undefined]).toEqual([scaler !== undefined, scaler === undefined]);
        if (scaler) expect(Number(initial)).toBe(scaler.minReplicas);
        if (scaler) expect(scaler.maxReplicas).toBeGreaterThan(defined(scaler.minReplicas));
      }
      expect(scalers.size).toBe(deployments(apps).filter(({ spec }) => spec.replicas === undefined).length);
    });
  });

  it('always has room for one more pod in a rollout, and never fewer than wanted', () => {
    always((apps) => {
      for (const { spec } of deployments(apps)) {
        expect(spec.strategy?.rollingUpdate?.maxUnavailable).toBe(0);
        expect([1, '25%']).toContain(spec.strategy?.rollingUpdate?.maxSurge);
      }
    });
  });

  it('claims to survive only what its spread enforces', () => {
    always((apps) => {
      for (const { name, claim } of apps.stack.components.filter(({ app }) => app === 'shop')) {
        const { spec } = apps.get<Deployment>('Deployment', name);
        const { whenUnsatisfiable, topologyKey } = first(spec.template.spec.topologySpreadConstraints);
        if (claim.nodes || claim.zones) expect(whenUnsatisfiable).toBe('DoNotSchedule');
        if (claim.zones) expect(topologyKey).toBe('topology.kubernetes.io/zone');
      }
    });
  });

  it('is the same, byte by byte, when it is made again', () => {
    fc.assert(
      fc.property(shop, (of) => {
        const [one, other] = [build(of).stack, build(of).stack];
        expect(other.digest).toBe(one.digest);
        expect([...other.files]).toEqual([...one.files]);
        expect(one.files.size).toBe(one.manifests.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the network of any application', () => {
  const policies = (apps: SynthesizedApps) =>
    apps.all<NetworkPolicy>('NetworkPolicy').map(({ metadata, spec }) => ({ name: metadata.name, ...defined(spec) }));

  it('has one policy on each end of every connection, for exactly both ends’ pods and the port', () => {
    always((apps, of) => {
      for (const { from, to, port } of edgesOf(of)) {
        const [egress, ...more] = policies(apps).filter(({ name }) => name === `${from}-to-${to}`);
        const [ingress, ...others] = policies(apps).filter(({ name }) => name === `${to}-from-${from}`);
        expect([...more, ...others]).toEqual([]);
        expect(egress?.policyTypes).toEqual(['Egress']);
        expect(found(apps, egress?.podSelector.matchLabels)).toEqual([from]);
        expect(found(apps, egress?.egress?.[0]?.to?.[0]?.podSelector?.matchLabels)).toEqual([to]);
        expect(egress?.egress?.[0]?.ports).toEqual([{ protocol: 'TCP', port }]);
        expect(ingress?.policyTypes).toEqual(['Ingress']);
        expect(found(apps, ingress?.podSelector.matchLabels)).toEqual([to]);
        expect(found(apps, ingress?.ingress?.[0]?.from?.[0]?.podSelector?.matchLabels)).toEqual([from]);
        expect(ingress?.ingress?.[0]?.ports).toEqual([{ protocol: 'TCP', port }]);
      }
    });
  });

  it('has no policy without a connection or a scrape, and no policy with two rules or peers', () => {
    always((apps, of) => {
      const expected = [
        'allow-dns',
        'default-deny',
        ...edgesOf(of).flatMap(({ from, to }) => [`${from}-to-${to}`, `${to}-from-${from}`]),
        ...scrapedOf(of).map((name) => `${name}-from-network.metrics`),
      ];
      const all = policies(apps);
      expect(all.map(({ name }) => name).sort()).toEqual(expected.sort());
      for (const { name, ingress = [], egress = [] } of all) {
        const peers = [...ingress.flatMap(({ from }) => from ?? []), ...egress.flatMap(({ to }) => to ?? [])];
        expect(peers, name).toHaveLength(name === 'default-deny' ? 0 : 1);
      }
    });
  });

  it('reaches ports that containers of the target have', () => {
    always((apps) => {
      const ingresses = policies(apps).filter(({ policyTypes }) => policyTypes?.includes('Ingress') && policyTypes.length === 1);
      for (const { podSelector, ingress } of ingresses) {
        const [target] = found(apps, podSelector.matchLabels);
        const { spec } = apps.get<Deployment>('Deployment', defined(target));
        const open = spec.template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
        for (const { port } of ingress?.flatMap(({ ports = [] }) => ports) ?? []) expect(open).toContain(port);
      }
    });
  });
});
