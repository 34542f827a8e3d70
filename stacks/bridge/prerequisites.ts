import { podSpecOf } from '../../lib/check/pods.js';
import type { HorizontalPodAutoscaler, KubernetesObject } from '../../lib/core/kubernetes.js';
import type { Manifest } from '../../lib/core/manifest.js';
import type { SynthesizedStack } from '../../lib/core/synth.js';
import { ISSUER_ANNOTATION } from '../../lib/network/route/index.js';
import type { ScaledObject } from '../../lib/workload/scale/keda.objects.js';
import type { ClusterConnection } from './cluster.js';
import { missingStorageClasses } from './storage-classes.js';

/** API groups that a cluster has only when somebody installs them, and the command that does. */
const INSTALL: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io':
    'kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml',
  'keda.sh': 'kubectl apply --server-side -f https://github.com/kedacore/keda/releases/download/v2.19.0/keda-2.19.0.yaml',
  'metrics.k8s.io': 'kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml',
  'custom.metrics.k8s.io':
    'helm install prometheus-adapter prometheus-adapter --repo https://prometheus-community.github.io/helm-charts -n monitoring --create-namespace',
  'external.metrics.k8s.io': 'kubectl apply --server-side -f https://github.com/kedacore/keda/releases/download/v2.19.0/keda-2.19.0.yaml',
  'external-secrets.io':
    'helm install external-secrets external-secrets --repo https://charts.external-secrets.io -n external-secrets --create-namespace',
  'cert-manager.io': 'kubectl apply -f https://github.com/cert-manager/cert-manager/releases/download/v1.19.1/cert-manager.yaml',
};

const pathOf = (apiVersion: string) => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

/** One sentence for each thing that the objects need and the cluster lacks, with the command to run. */
export async function missingPrerequisites(stack: SynthesizedStack, cluster: ClusterConnection): Promise<string[]> {
  const problems = await Promise.all([
    ...missingKinds(stack.manifests, cluster),
    missingGroups(stack, cluster),
    missingPriorities(stack, cluster),
    missingStorageClasses(stack, cluster),
  ]);
  return problems.flat();
}

function missingKinds(manifests: readonly Manifest[], cluster: ClusterConnection): Promise<string[]>[] {
  const wanted = new Map<string, Set<string>>();
  for (const { object } of manifests) wanted.set(object.apiVersion, (wanted.get(object.apiVersion) ?? new Set()).add(object.kind));
  return [...wanted].map(async ([apiVersion, kinds]) => {
    const served = (await cluster.get(pathOf(apiVersion))) as { readonly resources: readonly { readonly kind: string }[] } | undefined;
    const missing = [...kinds].filter((kind) => !served?.resources.some((resource) => resource.kind === kind));
    if (missing.length === 0) return [];
    return [`the cluster does not know ${missing.join(', ')} of ${apiVersion}; ${install(apiVersion.split('/')[0] ?? '')}`];
  });
}

/**
 * What objects need without naming its API: the metrics that autoscalers ask for, and who makes certificates. The list of
 * groups is asked, not the APIs themselves: while a server of one is down, with a node say, a deployment must still be
 * possible.
 */
async function missingGroups({ manifests }: SynthesizedStack, cluster: ClusterConnection): Promise<string[]> {
  const needs = new Map<string, Manifest>();
  for (const manifest of manifests) for (const group of groupsFor(manifest.object)) if (!needs.has(group)) needs.set(group, manifest);
  if (needs.size === 0) return [];
  const served = (await cluster.get('/apis')) as { readonly groups: readonly { readonly name: string }[] } | undefined;
  return [...needs].flatMap(([group, { component, object }]) =>
    served?.groups.some(({ name }) => name === group)
      ? []
      : [
          `${object.kind} "${object.metadata.name}" of "${component}" needs the API ${group}, which the cluster does not serve; ${install(group)}`,
        ],
  );
}

const METRICS = {
  Resource: 'metrics.k8s.io',
  ContainerResource: 'metrics.k8s.io',
  Pods: 'custom.metrics.k8s.io',
  Object: 'custom.metrics.k8s.io',
  External: 'external.metrics.k8s.io',
};
const isMetric = (type: string): type is keyof typeof METRICS => Object.hasOwn(METRICS, type);

function groupsFor(object: KubernetesObject): string[] {
  if (object.kind === 'HorizontalPodAutoscaler') {
    return ((object as HorizontalPodAutoscaler).spec?.metrics ?? []).flatMap(({ type }) => (isMetric(type) ? [METRICS[type]] : []));
  }
  if (object.kind === 'ScaledObject') {
    return (object as ScaledObject).spec.triggers.some(({ type }) => type === 'cpu' || type === 'memory') ? [METRICS.Resource] : [];
  }
  return object.metadata.annotations?.[ISSUER_ANNOTATION] === undefined ? [] : ['cert-manager.io'];
}

const install = (group: string) => (INSTALL[group] ? `run: ${INSTALL[group]}` : `install the CustomResourceDefinitions of ${group}`);

async function missingPriorities({ manifests, clusterStack }: SynthesizedStack, cluster: ClusterConnection): Promise<string[]> {
  const wanted = new Set(manifests.flatMap(({ object }) => podSpecOf(object)?.priorityClassName ?? []));
  const found = await Promise.all(
    [...wanted].map(async (name) => [name, await cluster.get(`/apis/scheduling.k8s.io/v1/priorityclasses/${name}`)] as const),
  );
  const missing = found.flatMap(([name, priorityClass]) => (priorityClass ? [] : [name]));
  return missing.length > 0
    ? [`the cluster has no PriorityClass ${missing.join(', ')}; deploy the cluster's own stack first: pulumi up --stack ${clusterStack}`]
    : [];
}
