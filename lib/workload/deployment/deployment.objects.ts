import { Duration } from 'cdk8s';
import type { Component } from '../../core/component.js';
import { imageVersion } from '../../core/images.js';
import type { Deployment, PodTemplate } from '../../core/kubernetes.js';
import { INITIAL_REPLICAS, labels, PATCH_FORCE, selectorLabels } from '../../core/labels.js';
import { startWindow } from '../pod/probes.js';
import { isScaled } from '../scale/scaling.js';
import type { Scaling } from '../scale/scaling.props.js';
import type { ReplicatedProps } from '../workload.props.js';

const DEFAULT_MIN_READY = Duration.seconds(5);
/** For the scheduler and a cold pull of the image. */
const PULL_SECONDS = 120;
/** From here on a rollout replaces a quarter at a time. */
const MANY_REPLICAS = 4;

/** Seconds that a pod may take from its start until it counts: starting, getting ready, staying so. */
const podWindow = ({ rollout }: ReplicatedProps, { spec: { containers } }: PodTemplate): number =>
  (containers[0] ? startWindow(containers[0]) : 0) + (rollout?.minReady ?? DEFAULT_MIN_READY).toSeconds();

/** Seconds without progress after which a rollout has failed: pulling, waiting, and the pod's own window. */
const progressDeadline = (props: ReplicatedProps, template: PodTemplate): number =>
  PULL_SECONDS + (props.waitForConnections?.toSeconds() ?? 0) + podWindow(props, template);

/** One at a time, or a quarter of many; a quarter of up to four is one. */
const maxSurge = (scaling: Scaling) => (isScaled(scaling) || scaling.replicas >= MANY_REPLICAS ? '25%' : 1);

/**
 * Never fewer than the wanted pods during a rollout. Where a scaler owns the count, it stands in an annotation. A fixed
 * count is ours whoever set it last: without force, the way back from a scaler is a conflict over `spec.replicas`.
 */
export const deployment = (component: Component, props: ReplicatedProps, scaling: Scaling, template: PodTemplate): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: component.name,
    labels: { ...labels(component.identity()), 'app.kubernetes.io/version': imageVersion(template.spec.containers[0]?.image ?? '') },
    annotations: isScaled(scaling) ? { [INITIAL_REPLICAS]: String(scaling.min) } : { [PATCH_FORCE]: 'true' },
  },
  spec: {
    replicas: isScaled(scaling) ? undefined : scaling.replicas,
    selector: { matchLabels: selectorLabels(component.identity()) },
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: maxSurge(scaling) },
    },
    minReadySeconds: (props.rollout?.minReady ?? DEFAULT_MIN_READY).toSeconds(),
    progressDeadlineSeconds: props.rollout?.progressDeadline?.toSeconds() ?? progressDeadline(props, template),
    revisionHistoryLimit: 5,
    template,
  },
});
