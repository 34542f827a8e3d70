import type { Labels } from './kubernetes.js';

/** The library's own prefix for labels and annotations. */
export const PREFIX = 'evenkeel.dev';

/** The label on a Namespace that says whose it is; the bridge refuses to touch another environment's. */
export const ENVIRONMENT_LABEL = `${PREFIX}/environment`;

/** Replicas that the first deployment starts with, where a scaler owns the count afterwards. */
export const INITIAL_REPLICAS = `${PREFIX}/initial-replicas`;

/** Of an object that is deployed later than its kind is: the stage's name. */
export const STAGE_ANNOTATION = `${PREFIX}/stage`;

/** Labels of nodes: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const ZONE = 'topology.kubernetes.io/zone';
export const HOSTNAME = 'kubernetes.io/hostname';

/** Tells Pulumi's provider to take fields over that somebody else has set: what was reviewed is what runs. */
export const PATCH_FORCE = 'pulumi.com/patchForce';

/** Tells Pulumi's provider not to wait until the object is what it calls ready. */
export const SKIP_AWAIT = 'pulumi.com/skipAwait';

/** What a set of pods is, in the words of https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/. */
export interface Identity {
  /** The software: `api`, `redis`, `redis-sentinel`. */
  readonly name: string;
  /** The component, unique in its namespace. */
  readonly instance: string;
  /** The role in the architecture: `web-service`, `worker`, `database`. */
  readonly component: string;
  /** The application. */
  readonly partOf: string;
}

/** `name` and `instance` only, and never another: a Deployment's selector cannot be changed. */
export const selectorLabels = (identity: Identity): Labels => ({
  'app.kubernetes.io/name': identity.name,
  'app.kubernetes.io/instance': identity.instance,
});

/** The recommended labels, without `version`: one that selectors, claims and data pods may carry. */
export const labels = (identity: Identity): Labels => ({
  ...selectorLabels(identity),
  'app.kubernetes.io/component': identity.component,
  'app.kubernetes.io/part-of': identity.partOf,
  'app.kubernetes.io/managed-by': 'evenkeel',
});
