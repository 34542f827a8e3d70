import type { Job, KubernetesObject } from '../core/kubernetes.js';

interface Jobs {
  readonly spec?: { readonly jobTemplate?: Pick<Job, 'spec'>; readonly jobTargetRef?: Job['spec'] } & Partial<Job['spec']>;
}

/** What a Job, or what makes Jobs, says of each; nothing for anything else. */
export function jobSpecOf(object: KubernetesObject): Partial<Job['spec']> {
  const { spec = {} } = object as KubernetesObject & Jobs;
  return spec.jobTemplate?.spec ?? spec.jobTargetRef ?? spec;
}
