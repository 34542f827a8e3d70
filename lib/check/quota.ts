import { cpuMillis, mebibytes } from '../core/quantities.js';
import type { Check } from './check.js';
import { type PeakClaims, peakClaims } from './peak-claims.js';
import { type PeakPods, peakPods } from './peak-pods.js';

const UNLIMITED = Number.POSITIVE_INFINITY;

export const quota: Check = {
  id: 'quota',
  title: "The environment's quota holds every workload at its most, in the middle of a rollout, and every volume",
  acceptable: false,
  examples: {
    environment: 'quota: { cpu: Cpu.units(1), memory: Size.gibibytes(1), pods: 4 }',
    bad: "new WebService(chart, 'api', { image, port: 8080, scaling: { min: 3, max: 12 } });",
    good: "new WebService(chart, 'api', { image, port: 8080, scaling: { replicas: 3 } }); // and one more in a rollout",
  },
  run({ environment, manifests }) {
    if (!environment?.quota) return [];
    const { quota } = environment;
    const peaks = peakPods(manifests, environment);
    const volumes = peakClaims(manifests);
    const total = (amount: (peak: PeakPods) => number) => peaks.reduce((sum, peak) => sum + amount(peak) * (peak.replicas + peak.surge), 0);
    const loadBalancers = manifests.filter(
      ({ object }) => object.kind === 'Service' && (object as { spec?: { type?: string } }).spec?.type === 'LoadBalancer',
    );

    const largest = peaks.reduce<PeakPods | undefined>(
      (a, b) => (a && a.pod.cpuMillis * a.replicas >= b.pod.cpuMillis * b.replicas ? a : b),
      undefined,
    );
    const hungriest = volumes.reduce<PeakClaims | undefined>((a, b) => (a && a.mebibytes >= b.mebibytes ? a : b), undefined);
    const hint = largest ? `; the largest is "${largest.manifest.component}" with up to ${largest.replicas} + ${largest.surge} pods` : '';
    const claimHint = hungriest
      ? `; the largest is "${hungriest.manifest.component}" with claims of ${Math.ceil(hungriest.mebibytes)}Mi`
      : '';
    const storage = Math.ceil(volumes.reduce((sum, { mebibytes }) => sum + mebibytes, 0));
    const rows = [
      { field: 'cpu', allowed: cpuMillis(quota.cpu), peak: total(({ pod }) => pod.cpuMillis), unit: 'm', hint },
      { field: 'memory', allowed: mebibytes(quota.memory), peak: Math.ceil(total(({ pod }) => pod.memoryMebibytes)), unit: 'Mi', hint },
      { field: 'pods', allowed: quota.pods, peak: total(() => 1), unit: '', hint },
      { field: 'storage', allowed: quota.storage ? mebibytes(quota.storage) : UNLIMITED, peak: storage, unit: 'Mi', hint: claimHint },
      { field: 'loadBalancers', allowed: quota.loadBalancers ?? UNLIMITED, peak: loadBalancers.length, unit: '', hint },
    ];
    return rows
      .filter(({ allowed, peak }) => peak > allowed)
      .map(({ field, allowed, peak, unit, hint }) => ({
        problem:
          `environment "${environment.name}".quota.${field}: ${allowed}${unit} is below the peak of ${peak}${unit}${hint}; ` +
          `raise it to at least ${peak}${unit} or lower the workloads' maximum`,
      }));
  },
};
