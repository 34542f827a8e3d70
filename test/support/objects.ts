import type { Container, CronJob, Deployment, HorizontalPodAutoscaler, Job, NetworkPolicy, PodSpec } from '../../lib/index.js';
import type { SynthesizedApps } from '../../lib/testing/index.js';

/** The first of a list that must not be empty. */
export function first<T>(values: readonly T[] | undefined): T {
  const [value] = values ?? [];
  if (value === undefined) throw new Error('the list is empty');
  return value;
}

/** A value that must be there. */
export function defined<T>(value: T | undefined, what = 'value'): T {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

export const deploymentOf = (apps: SynthesizedApps, name: string): Deployment => apps.get<Deployment>('Deployment', name);
export const podOf = (apps: SynthesizedApps, name: string): PodSpec => deploymentOf(apps, name).spec.template.spec;
export const mainOf = (apps: SynthesizedApps, name: string): Container => first(podOf(apps, name).containers);
export const jobOf = (apps: SynthesizedApps, name: string): Job => apps.get<Job>('Job', name);
export const cronJobOf = (apps: SynthesizedApps, name: string): CronJob => apps.get<CronJob>('CronJob', name);
export const policyOf = (apps: SynthesizedApps, name: string): NetworkPolicy['spec'] => apps.get<NetworkPolicy>('NetworkPolicy', name).spec;
export const scalerOf = (apps: SynthesizedApps, name: string) =>
  defined(apps.get<HorizontalPodAutoscaler>('HorizontalPodAutoscaler', name).spec, 'spec of the autoscaler');

/** `Kind/name` of every object of a component, sorted. */
export const objectsOf = (apps: SynthesizedApps, component: string): string[] =>
  apps.stack.manifests
    .filter((manifest) => manifest.component === component)
    .map(({ object }) => `${object.kind}/${object.metadata.name}`)
    .sort();

/** The variables of a container: literals as they are, references as `Secret/<name>/<key>`. */
export const variablesOf = (container: Container): Record<string, string | undefined> =>
  Object.fromEntries(
    (container.env ?? []).map(({ name, value, valueFrom }) => {
      const reference = valueFrom?.secretKeyRef;
      return [name, reference ? `Secret/${reference.name}/${reference.key}` : value];
    }),
  );

/** Whether an object's labels match a selector's. */
export const matches = (selector: Readonly<Record<string, string>> = {}, labels: Readonly<Record<string, string>> = {}): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
