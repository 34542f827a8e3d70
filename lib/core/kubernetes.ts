import type { k8s } from 'cdk8s-plus-28';

/** Fields whose name in the generated types is not the one in YAML, as far as restricted pods and Services have them. */
interface YamlNames {
  clientIp: 'clientIP';
  clusterIp: 'clusterIP';
  downwardApi: 'downwardAPI';
  hostIp: 'hostIP';
  loadBalancerIp: 'loadBalancerIP';
  nonResourceUrLs: 'nonResourceURLs';
  setHostnameAsFqdn: 'setHostnameAsFQDN';
}
type YamlName<Key> = Key extends keyof YamlNames ? YamlNames[Key] : Key;

/**
 * A `k8s.*` interface as it is written in YAML: with YAML's names, and quantities and int-or-strings as plain values, so
 * that a literal reads like the manifest it becomes.
 */
export type Plain<T> = [k8s.Quantity] extends [T]
  ? number | string
  : [k8s.IntOrString] extends [T]
    ? number | string
    : T extends Date
      ? string
      : T extends readonly (infer Item)[]
        ? readonly Plain<Item>[]
        : T extends object
          ? { readonly [Key in keyof T as YamlName<Key>]: Plain<T[Key]> }
          : T;

/** Any Kubernetes object, as far as every object is alike. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** `name` is required: names are chosen, never generated. */
export type ObjectMeta = Plain<k8s.ObjectMeta> & { readonly name: string };

type Typed<T, Version extends string, Kind extends string> = Omit<Plain<T>, 'metadata'> & {
  readonly apiVersion: Version;
  readonly kind: Kind;
  readonly metadata: ObjectMeta;
};

/** 1.28's types lack `preStop.sleep`, which every supported Kubernetes (1.30 and later) knows. */
export type Lifecycle = Omit<Plain<k8s.Lifecycle>, 'preStop'> & {
  readonly preStop?: Plain<k8s.LifecycleHandler> & { readonly sleep?: { readonly seconds: number } };
};
export type Container = Omit<Plain<k8s.Container>, 'lifecycle'> & { readonly lifecycle?: Lifecycle };
export type PodSpec = Omit<Plain<k8s.PodSpec>, 'containers' | 'initContainers'> & {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
};
export interface PodTemplate {
  readonly metadata: Plain<k8s.ObjectMeta>;
  readonly spec: PodSpec;
}
type WithTemplate<T> = Omit<Plain<T>, 'template'> & { readonly template: PodTemplate };

export type Deployment = Omit<Typed<k8s.KubeDeploymentProps, 'apps/v1', 'Deployment'>, 'spec'> & {
  readonly spec: WithTemplate<k8s.DeploymentSpec>;
};
export type StatefulSet = Omit<Typed<k8s.KubeStatefulSetProps, 'apps/v1', 'StatefulSet'>, 'spec'> & {
  readonly spec: WithTemplate<k8s.StatefulSetSpec>;
};
export type Job = Omit<Typed<k8s.KubeJobProps, 'batch/v1', 'Job'>, 'spec'> & {
  readonly spec: WithTemplate<k8s.JobSpec>;
};
export type CronJob = Omit<Typed<k8s.KubeCronJobProps, 'batch/v1', 'CronJob'>, 'spec'> & {
  readonly spec: Omit<Plain<k8s.CronJobSpec>, 'jobTemplate'> & {
    readonly jobTemplate: { readonly metadata?: Plain<k8s.ObjectMeta>; readonly spec: WithTemplate<k8s.JobSpec> };
  };
};
/** 1.28's types lack `trafficDistribution`, which came with 1.30. */
export type Service = Omit<Typed<k8s.KubeServiceProps, 'v1', 'Service'>, 'spec'> & {
  readonly spec: Plain<k8s.ServiceSpec> & { readonly trafficDistribution?: 'PreferClose' };
};
export type ServiceAccount = Typed<k8s.KubeServiceAccountProps, 'v1', 'ServiceAccount'>;
export type ConfigMap = Typed<k8s.KubeConfigMapProps, 'v1', 'ConfigMap'>;
export type Secret = Typed<k8s.KubeSecretProps, 'v1', 'Secret'>;
export type Namespace = Typed<k8s.KubeNamespaceProps, 'v1', 'Namespace'>;
export type LimitRange = Typed<k8s.KubeLimitRangeProps, 'v1', 'LimitRange'>;
export type ResourceQuota = Typed<k8s.KubeResourceQuotaProps, 'v1', 'ResourceQuota'>;
export type Role = Typed<k8s.KubeRoleProps, 'rbac.authorization.k8s.io/v1', 'Role'>;
export type RoleBinding = Typed<k8s.KubeRoleBindingProps, 'rbac.authorization.k8s.io/v1', 'RoleBinding'>;
export type PolicyRule = Plain<k8s.PolicyRule>;
export type PriorityClass = Typed<k8s.KubePriorityClassProps, 'scheduling.k8s.io/v1', 'PriorityClass'>;
export type NetworkPolicy = Typed<k8s.KubeNetworkPolicyProps, 'networking.k8s.io/v1', 'NetworkPolicy'>;
export type Ingress = Typed<k8s.KubeIngressProps, 'networking.k8s.io/v1', 'Ingress'>;
export type NetworkPolicyPeer = Plain<k8s.NetworkPolicyPeer>;
export type PodDisruptionBudget = Omit<Typed<k8s.KubePodDisruptionBudgetProps, 'policy/v1', 'PodDisruptionBudget'>, 'spec'> & {
  readonly spec: Plain<k8s.PodDisruptionBudgetSpec>;
};
export type HorizontalPodAutoscaler = Typed<k8s.KubeHorizontalPodAutoscalerV2Props, 'autoscaling/v2', 'HorizontalPodAutoscaler'>;
export type Probe = Plain<k8s.Probe>;
export type EnvVar = Plain<k8s.EnvVar>;
export type Volume = Plain<k8s.Volume>;
export type VolumeMount = Plain<k8s.VolumeMount>;
export type Toleration = Plain<k8s.Toleration>;
export type Labels = Readonly<Record<string, string>>;

const CLUSTER_SCOPED = new Set([
  'APIService',
  'CSIDriver',
  'CustomResourceDefinition',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

/** Kinds that live in namespaces, whatever their name says: group/kind. */
const NAMESPACED = new Set([
  'addons.cluster.x-k8s.io/ClusterResourceSet',
  'addons.cluster.x-k8s.io/ClusterResourceSetBinding',
  'cluster.x-k8s.io/ClusterClass',
  'logging.banzaicloud.io/ClusterFlow',
  'logging.banzaicloud.io/ClusterOutput',
  'longhorn.io/Node',
  'operators.coreos.com/ClusterServiceVersion',
]);

/** Whether such an object lives outside namespaces. By convention, `ClusterRole` and its like do. */
export const isClusterScoped = ({ apiVersion, kind }: KubernetesObject): boolean =>
  (/^Cluster[A-Z]/.test(kind) || CLUSTER_SCOPED.has(kind)) && !NAMESPACED.has(`${apiVersion.split('/')[0]}/${kind}`);
