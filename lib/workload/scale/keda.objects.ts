import type { HorizontalPodAutoscaler, Job, KubernetesObject, ObjectMeta } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';
import { DEFAULT_SCALE_DOWN_AFTER, scalingBehavior } from './scale.objects.js';
import type { AutoScale } from './scaling.props.js';

/** https://keda.sh/docs/2.19/reference/scaledobject-spec/, as far as we write it. */
export interface ScaledObject extends KubernetesObject {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'ScaledObject';
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly pollingInterval: number;
    readonly cooldownPeriod: number;
    readonly fallback?: { readonly failureThreshold: number; readonly replicas: number; readonly behavior: string };
    readonly advanced: {
      readonly horizontalPodAutoscalerConfig: { readonly behavior: NonNullable<HorizontalPodAutoscaler['spec']>['behavior'] };
    };
    readonly triggers: readonly KedaTrigger[];
  };
}

/** https://keda.sh/docs/2.19/reference/scaledjob-spec/, as far as we write it. */
export interface ScaledJob extends KubernetesObject {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'ScaledJob';
  readonly spec: {
    readonly jobTargetRef: Job['spec'];
    readonly pollingInterval: number;
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly successfulJobsHistoryLimit: number;
    readonly failedJobsHistoryLimit: number;
    readonly rollout: { readonly strategy: 'gradual' };
    readonly triggers: readonly KedaTrigger[];
  };
}

export interface KedaTrigger {
  readonly type: string;
  readonly name?: string;
  /** Of resource metrics. @default 'AverageValue' */
  readonly metricType?: 'Utilization';
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: { readonly name: string };
}

/** https://keda.sh/docs/2.19/concepts/authentication/, as far as we write it. */
export interface TriggerAuthentication extends KubernetesObject {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'TriggerAuthentication';
  readonly spec: {
    readonly secretTargetRef?: readonly { readonly parameter: string; readonly name: string; readonly key: string }[];
    /** Variables of the workload's main container. */
    readonly env?: readonly { readonly parameter: string; readonly name: string }[];
    readonly podIdentity?: { readonly provider: 'aws'; readonly identityOwner: 'keda' | 'workload' };
  };
}

const POLLING_SECONDS = 15;
/** Polls in a row that fail until the fallback counts. */
const FAILURE_THRESHOLD = 3;
const HISTORY = 3;

/**
 * KEDA wakes and puts to sleep, and makes a HorizontalPodAutoscaler `keda-hpa-<name>` for what is between. Its defaults (0
 * to 100 replicas, a fallback that lowers the count) are never left to it. `restoreToOriginalReplicaCount` stays off (on the
 * way back to a fixed count it would set what the Deployment had before the first scaling), and is left out: KEDA takes a
 * `false` away, and the next refresh would find a change.
 */
export const scaledObject = (
  identity: Identity,
  { min, max, fallback, scaleDownAfter = DEFAULT_SCALE_DOWN_AFTER }: AutoScale,
  triggers: readonly KedaTrigger[],
): ScaledObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: identity.instance },
    minReplicaCount: min,
    maxReplicaCount: max,
    pollingInterval: POLLING_SECONDS,
    cooldownPeriod: scaleDownAfter.toSeconds(),
    fallback: triggers.some(canFail)
      ? { failureThreshold: FAILURE_THRESHOLD, replicas: fallback ?? Math.max(min, 1), behavior: 'currentReplicasIfHigher' }
      : undefined,
    advanced: {
      horizontalPodAutoscalerConfig: { behavior: scalingBehavior(scaleDownAfter) },
    },
    triggers,
  },
});

/** A schedule has no source that could be down, and KEDA has no fallback for resource metrics. */
const canFail = ({ type }: KedaTrigger) => !['cpu', 'memory', 'cron'].includes(type);

/** A Job for each share of the work. A new version leaves running Jobs alone (`gradual`); by default KEDA would delete them. */
export const scaledJob = (
  identity: Identity,
  { min, max }: { readonly min: number; readonly max: number },
  job: Job['spec'],
  triggers: readonly KedaTrigger[],
): ScaledJob => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledJob',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    jobTargetRef: job,
    pollingInterval: POLLING_SECONDS,
    minReplicaCount: min,
    maxReplicaCount: max,
    successfulJobsHistoryLimit: HISTORY,
    failedJobsHistoryLimit: HISTORY,
    rollout: { strategy: 'gradual' },
    triggers,
  },
});

export const triggerAuthentication = (
  name: string,
  metadataLabels: ObjectMeta['labels'],
  spec: TriggerAuthentication['spec'],
): TriggerAuthentication => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'TriggerAuthentication',
  metadata: { name, labels: metadataLabels },
  spec,
});
